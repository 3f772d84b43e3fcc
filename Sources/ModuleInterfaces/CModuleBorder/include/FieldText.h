// What may stand in a header field, and the names that have an HTTP_HEADER_ID. In C because each field that a module sets is
// looked at byte by byte.

#ifndef CMODULEBORDER_FIELDTEXT_H
#define CMODULEBORDER_FIELDTEXT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// 1 if the bytes are a token of RFC 9110 with one character at least.
int FieldText_IsName(const void *bytes, size_t count);

/// 1 if the bytes have no control characters but tabs: they cannot end a line.
int FieldText_IsValue(const void *bytes, size_t count);

/// 1 if two texts of `count` bytes are the same but for the case of ASCII letters.
int FieldText_IsEqual(const void *left, const void *right, size_t count);

/// A name and its length.
typedef struct KnownName {
    const char *text;
    size_t length;
} KnownName;

/// The names by HTTP_HEADER_ID: HttpHeaderRequestMaximum and HttpHeaderResponseMaximum of them.
const KnownName *KnownNames_Request(void);
const KnownName *KnownNames_Response(void);

/// Finds names: their ids, each at the place that its name hashes to, or at the next free one.
typedef struct KnownNamesIndex {
    const KnownName *names;
    uint8_t ids[256];
} KnownNamesIndex;

/// Makes the index of `count` names, of 255 at most. Never freed. NULL when there is no memory.
const KnownNamesIndex *KnownNames_MakeIndex(const KnownName *names, int count);

/// The HTTP_HEADER_ID of a name in any case, or -1.
int KnownNames_ID(const KnownNamesIndex *index, const void *name, size_t length);

#ifdef __cplusplus
}
#endif

#endif
