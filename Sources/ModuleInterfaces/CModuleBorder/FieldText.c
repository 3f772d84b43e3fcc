#include "include/FieldText.h"

#include <stdlib.h>
#include <string.h>

/// 1 for the characters of a token: letters, digits and !#$%&'*+-.^_`|~
static const uint8_t token[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1,  ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1,
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,  ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1,
    ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1,  ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1,
    ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,  ['^'] = 1, ['_'] = 1, ['`'] = 1, ['a'] = 1,
    ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1,  ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1,
    ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1,  ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1,
    ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['|'] = 1,  ['~'] = 1,
};

int FieldText_IsName(const void *bytes, size_t count) {
    const uint8_t *text = bytes;
    for (size_t index = 0; index < count; index++) {
        if (!token[text[index]]) return 0;
    }
    return count > 0;
}

static int is_control(uint8_t byte) {
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
}

/* Whether one of eight bytes may be below 0x20 or 0x7F. Says so of others too, but never misses one: a borrow only marks more. */
static int may_have_control(const uint8_t *text) {
    const uint64_t ones = 0x0101010101010101, high = ones << 7;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t deletes = word ^ ones * 0x7F;
    return ((((word - ones * 0x20) & ~word) | ((deletes - ones) & ~deletes)) & high) != 0;
}

/* Looks at each byte by itself. */
static int is_value(const uint8_t *text, size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (is_control(text[index])) return 0;
    }
    return 1;
}

int FieldText_IsValue(const void *bytes, size_t count) {
    const uint8_t *text = bytes;
    if (count < 8) return is_value(text, count);
    /* The last word begins where it ends with the text, even if some bytes are looked at twice. */
    for (size_t index = 0; index < count; index += 8) {
        if (index > count - 8) index = count - 8;
        if (may_have_control(text + index) && !is_value(text + index, 8)) return 0;
    }
    return 1;
}

static uint8_t lowercased(uint8_t byte) {
    return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
}

/* As memcmp, but without a call. Most names are spelt as in the RFCs, and no longer than two or three words. */
static int is_identical(const uint8_t *a, const uint8_t *b, size_t count) {
    size_t index = 0;
    uint64_t x, y;
    for (; count - index >= 8; index += 8) {
        memcpy(&x, a + index, 8);
        memcpy(&y, b + index, 8);
        if (x != y) return 0;
    }
    if (index > 0) {
        /* The last word ends with the text, even if some bytes are looked at twice. */
        memcpy(&x, a + count - 8, 8);
        memcpy(&y, b + count - 8, 8);
        return x == y;
    }
    while (index < count && a[index] == b[index])
        index++;
    return index == count;
}

int FieldText_IsEqual(const void *left, const void *right, size_t count) {
    const uint8_t *a = left;
    const uint8_t *b = right;
    if (is_identical(a, b, count)) return 1;
    for (size_t index = 0; index < count; index++) {
        if (lowercased(a[index]) != lowercased(b[index])) return 0;
    }
    return 1;
}

static const uint8_t no_id = 0xFF;

/* Of the length, the first, the last and a middle character, which are letters or hyphens in any known name: few of those
   share a place. */
static uint8_t hash(const uint8_t *name, size_t length) {
    uint32_t first = name[0] | 0x20u, middle = name[length / 2] | 0x20u, last = name[length - 1] | 0x20u;
    return (uint8_t)((uint32_t)length * 7 + first * 5 + middle * 19 + last);
}

const KnownNamesIndex *KnownNames_MakeIndex(const KnownName *names, int count) {
    KnownNamesIndex *index = malloc(sizeof *index);
    if (index == NULL) return NULL;
    index->names = names;
    memset(index->ids, no_id, sizeof index->ids);
    for (int id = 0; id < count; id++) {
        if (names[id].length == 0) continue;
        uint8_t place = hash((const uint8_t *)names[id].text, names[id].length);
        while (index->ids[place] != no_id)
            place++;
        index->ids[place] = (uint8_t)id;
    }
    return index;
}

int KnownNames_ID(const KnownNamesIndex *index, const void *name, size_t length) {
    if (length == 0) return -1;
    for (uint8_t place = hash(name, length);; place++) {
        uint8_t id = index->ids[place];
        if (id == no_id) return -1;
        if (index->names[id].length == length && FieldText_IsEqual(index->names[id].text, name, length)) return id;
    }
}
