#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Takes `count` blocks of 64 bytes each into the eight words of a SHA-256 (FIPS 180-4, section 6.2.2). */
void Digest_Compress(uint32_t *state, const uint8_t *blocks, size_t count);

#endif
