/*
 * note.h - what each module says of itself, readable without running any of its code.
 *
 * One ELF note, whose section, name and type are in contract.h, with a descriptor of 32 bytes:
 *
 *     u32 contract, major     u32 contract, minor     u32 sizeof(WCHAR)     u32 language
 *     16 bytes: the version of the Swift compiler as text, zeros for C and C++
 *
 * All translation units of a module share one note: the section is a group of which the linker keeps one. The R flag
 * keeps it through --gc-sections. Define MODHOST_NO_NOTE for code that is not a module.
 */
#ifndef MODHOST_NOTE_H
#define MODHOST_NOTE_H

#include "contract.h"

#if !defined(MODHOST_NO_NOTE) && !defined(__swift__)

#ifdef __cplusplus
#define MODHOST_NOTE_LANGUAGE MODHOST_LANGUAGE_CXX
#else
#define MODHOST_NOTE_LANGUAGE MODHOST_LANGUAGE_C
#endif

#define MODHOST_NOTE_TEXT_OF(value) #value
#define MODHOST_NOTE_TEXT(value) MODHOST_NOTE_TEXT_OF(value)
#define MODHOST_NOTE_WORD(value) "\t.4byte " MODHOST_NOTE_TEXT(value) "\n"

__asm__("\t.pushsection " MODHOST_NOTE_SECTION ",\"aGR\",%note,modhost.note,comdat\n"
        "\t.balign 4\n"
        MODHOST_NOTE_WORD(MODHOST_NOTE_NAME_SIZE)
        MODHOST_NOTE_WORD(MODHOST_NOTE_SIZE)
        MODHOST_NOTE_WORD(MODHOST_NOTE_TYPE)
        "\t.asciz \"" MODHOST_NOTE_NAME "\"\n"
        MODHOST_NOTE_WORD(MODHOST_CONTRACT_MAJOR)
        MODHOST_NOTE_WORD(MODHOST_CONTRACT_MINOR)
        MODHOST_NOTE_WORD(__SIZEOF_WCHAR_T__)
        MODHOST_NOTE_WORD(MODHOST_NOTE_LANGUAGE)
        "\t.zero 16\n"
        "\t.popsection\n");

#undef MODHOST_NOTE_LANGUAGE
#undef MODHOST_NOTE_TEXT_OF
#undef MODHOST_NOTE_TEXT
#undef MODHOST_NOTE_WORD

#endif

#endif /* MODHOST_NOTE_H */
