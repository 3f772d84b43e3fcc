/*
 * Writes the note of a module by hand, so that each fault can state what it was built against.
 * The real headers do this for real modules; here they would always tell the truth.
 */
#include <modhost/contract.h>

#define NOTE_TEXT2(x) #x
#define NOTE_TEXT(x) NOTE_TEXT2(x)
#define NOTE(major, minor, wchar_size, language, swift)                                              \
    __asm__(".pushsection " MODHOST_NOTE_SECTION ",\"a\",%note\n.balign 4\n"                         \
            ".long " NOTE_TEXT(MODHOST_NOTE_NAME_SIZE) ", " NOTE_TEXT(MODHOST_NOTE_SIZE) ", "        \
            NOTE_TEXT(MODHOST_NOTE_TYPE) "\n.asciz \"" MODHOST_NOTE_NAME "\"\n"                     \
            ".long " NOTE_TEXT(major) ", " NOTE_TEXT(minor) ", " NOTE_TEXT(wchar_size) ", "          \
            NOTE_TEXT(language) "\n"                                                                 \
            "0: .ascii \"" swift "\"\n.zero 16 - (. - 0b)\n.popsection\n")

/* What a module of this host's contract says. */
#define TRUE_NOTE(language, swift)                                                                   \
    NOTE(MODHOST_CONTRACT_MAJOR, MODHOST_CONTRACT_MINOR, __SIZEOF_WCHAR_T__, language, swift)
