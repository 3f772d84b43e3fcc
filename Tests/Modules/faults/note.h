/*
 * Writes the note of a module by hand, so that each fault can state what it was built against.
 * The real headers do this for real modules; here they would always tell the truth.
 */
#define NOTE_TEXT2(x) #x
#define NOTE_TEXT(x) NOTE_TEXT2(x)
#define NOTE(major, minor, wchar_size, language, swift)                                              \
    __asm__(".pushsection .note.modhost,\"a\",%note\n"                                               \
            ".balign 4\n.long 8, 32, 1\n.asciz \"modhost\"\n"                                        \
            ".long " NOTE_TEXT(major) ", " NOTE_TEXT(minor) ", " NOTE_TEXT(wchar_size) ", "          \
            NOTE_TEXT(language) "\n"                                                                 \
            "0: .ascii \"" swift "\"\n.zero 16 - (. - 0b)\n.popsection\n")
