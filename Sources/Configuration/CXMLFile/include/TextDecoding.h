/* TextDecoding.h - text in other encodings, as UTF-8. */
#ifndef TEXTDECODING_H
#define TEXTDECODING_H

#include <stddef.h>

/* What became of a text. */
typedef enum TextDecodingResult {
    TextDecoded,
    /* There is no encoding of that name here. */
    TextEncodingUnknown,
    /* The byte behind those that were read is none of the encoding, or there is no room. */
    TextNotDecoded
} TextDecodingResult;

/* Writes `count` bytes in `encoding`, a name as iconv(3) knows it, as UTF-8 into `room` bytes at `utf8`. `written` says how many
 * that makes, up to a byte that is none of the encoding. */
TextDecodingResult TextDecoding_Decode(
    const char *encoding, const char *bytes, size_t count, char *utf8, size_t room, size_t *written);

#endif
