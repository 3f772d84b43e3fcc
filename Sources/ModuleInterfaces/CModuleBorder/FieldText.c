#include "include/FieldText.h"

#include <string.h>
#include <strings.h>

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

int FieldText_IsValue(const void *bytes, size_t count) {
    const uint8_t *text = bytes;
    size_t index = 0;
    while (index < count) {
        if (count - index >= 8 && !may_have_control(text + index))
            index += 8;
        else if (is_control(text[index++]))
            return 0;
    }
    return 1;
}

static uint8_t lowercased(uint8_t byte) {
    return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
}

int FieldText_IsEqual(const void *left, const void *right, size_t count) {
    const uint8_t *a = left;
    const uint8_t *b = right;
    for (size_t index = 0; index < count; index++) {
        if (lowercased(a[index]) != lowercased(b[index])) return 0;
    }
    return 1;
}

int KnownNames_ID(const KnownName *names, int count, const void *name, size_t length) {
    for (int id = 0; id < count; id++) {
        if (names[id].length == length && strncasecmp(names[id].text, name, length) == 0) return id;
    }
    return -1;
}
