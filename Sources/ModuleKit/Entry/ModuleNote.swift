/// What the module says of itself to the host, readable without running any of its code: an ELF note of the owner
/// "modhost" with type 1. Contract 1.0, a WCHAR of 4 bytes, language 3 (Swift), and the compiler's version.
///
/// A Swift module has to come from the compiler that the host came from. It does if this note says so: a compiler
/// reads only those .swiftmodule files that it wrote itself, so what compiled the kit has compiled the module too. The
/// ladder below exists because a compiler tells its patch level to `#if compiler` alone, and because what stands in a
/// section has to be literals. It stops the build at a compiler that it does not know, instead of guessing.
enum ModuleNote {
    typealias Words = (
        UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
    )

    /// The contract of the note, major number first.
    ///
    /// The registration asks for it, which also makes the linker take this file, and with it the note, into the module.
    static var contract: (major: UInt32, minor: UInt32) {
        (note.5, note.6)
    }
}

// Name size, descriptor size, type, "modhost" and a zero; contract 1.0, WCHAR, language; 16 bytes of version text.

#if compiler(>=6.6)
#error("This Swift compiler is newer than the ladder in ModuleNote.swift: add its version there.")
#elseif compiler(>=6.5.9)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x39, 0, 0)
#elseif compiler(>=6.5.8)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x38, 0, 0)
#elseif compiler(>=6.5.7)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x37, 0, 0)
#elseif compiler(>=6.5.6)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x36, 0, 0)
#elseif compiler(>=6.5.5)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x35, 0, 0)
#elseif compiler(>=6.5.4)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x34, 0, 0)
#elseif compiler(>=6.5.3)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x33, 0, 0)
#elseif compiler(>=6.5.2)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x32, 0, 0)
#elseif compiler(>=6.5.1)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x31, 0, 0)
#elseif compiler(>=6.5.0)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x30, 0, 0)
#elseif compiler(>=6.4.9)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x39, 0, 0)
#elseif compiler(>=6.4.8)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x38, 0, 0)
#elseif compiler(>=6.4.7)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x37, 0, 0)
#elseif compiler(>=6.4.6)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x36, 0, 0)
#elseif compiler(>=6.4.5)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x35, 0, 0)
#elseif compiler(>=6.4.4)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x34, 0, 0)
#elseif compiler(>=6.4.3)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x33, 0, 0)
#elseif compiler(>=6.4.2)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x32, 0, 0)
#elseif compiler(>=6.4.1)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x31, 0, 0)
#elseif compiler(>=6.4.0)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x30, 0, 0)
#elseif compiler(>=6.3.9)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x39, 0, 0)
#elseif compiler(>=6.3.8)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x38, 0, 0)
#elseif compiler(>=6.3.7)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x37, 0, 0)
#elseif compiler(>=6.3.6)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x36, 0, 0)
#elseif compiler(>=6.3.5)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x35, 0, 0)
#elseif compiler(>=6.3.4)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x34, 0, 0)
#elseif compiler(>=6.3.3)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x33, 0, 0)
#elseif compiler(>=6.3.2)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x32, 0, 0)
#elseif compiler(>=6.3.1)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x31, 0, 0)
#elseif compiler(>=6.3.0)
@section(".note.modhost") @used
private let note: ModuleNote.Words = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x30, 0, 0)
#else
#error("The kit needs Swift 6.3 or later.")
#endif
