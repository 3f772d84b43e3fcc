#include "TextDecoding.h"

#include <iconv.h>

TextDecodingResult TextDecoding_Decode(
    const char *encoding, const char *bytes, size_t count, char *utf8, size_t room, size_t *written) {
    iconv_t conversion = iconv_open("UTF-8", encoding);
    *written = 0;
    if (conversion == (iconv_t)-1) return TextEncodingUnknown;
    /* iconv does not write to what it reads; its declaration is older than const. */
    char *from = (char *)bytes;
    char *to = utf8;
    size_t left = room;
    size_t result = iconv(conversion, &from, &count, &to, &left);
    /* Some encodings keep back a character that the next one may change. */
    if (result != (size_t)-1) result = iconv(conversion, NULL, NULL, &to, &left);
    iconv_close(conversion);
    *written = room - left;
    return result == (size_t)-1 ? TextNotDecoded : TextDecoded;
}
