/* In C, because a debug build of Swift checks and counts each access to an array, which made of some milliseconds for the
 * image of a module two seconds. Macros and plain variables, because a debug build of C does not inline functions. */
#include "CDigest.h"

#define ROTATE(word, places) ((word) >> (places) | (word) << (32 - (places)))
#define SMALL0(word) (ROTATE(word, 7) ^ ROTATE(word, 18) ^ (word) >> 3)
#define SMALL1(word) (ROTATE(word, 17) ^ ROTATE(word, 19) ^ (word) >> 10)
#define LARGE0(word) (ROTATE(word, 2) ^ ROTATE(word, 13) ^ ROTATE(word, 22))
#define LARGE1(word) (ROTATE(word, 6) ^ ROTATE(word, 11) ^ ROTATE(word, 25))

/* The words change their roles from round to round, so that none has to be moved. */
#define ROUND(a, b, c, d, e, f, g, h, index) \
    h += LARGE1(e) + (((e) & (f)) ^ (~(e) & (g))) + roundConstants[index] + schedule[index]; \
    d += h; \
    h += LARGE0(a) + (((a) & (b)) ^ ((a) & (c)) ^ ((b) & (c)))

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t roundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static void compressBlock(uint32_t *state, const uint8_t *block) {
    uint32_t schedule[64];
    for (int index = 0; index < 16; index++) {
        const uint8_t *bytes = block + 4 * index;
        schedule[index] = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    }
    for (int index = 16; index < 64; index++) {
        uint32_t early = schedule[index - 15], late = schedule[index - 2];
        schedule[index] = schedule[index - 16] + SMALL0(early) + schedule[index - 7] + SMALL1(late);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int index = 0; index < 64; index += 8) {
        ROUND(a, b, c, d, e, f, g, h, index);
        ROUND(h, a, b, c, d, e, f, g, index + 1);
        ROUND(g, h, a, b, c, d, e, f, index + 2);
        ROUND(f, g, h, a, b, c, d, e, index + 3);
        ROUND(e, f, g, h, a, b, c, d, index + 4);
        ROUND(d, e, f, g, h, a, b, c, index + 5);
        ROUND(c, d, e, f, g, h, a, b, index + 6);
        ROUND(b, c, d, e, f, g, h, a, index + 7);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void Digest_Compress(uint32_t *state, const uint8_t *blocks, size_t count) {
    for (size_t index = 0; index < count; index++)
        compressBlock(state, blocks + 64 * index);
}
