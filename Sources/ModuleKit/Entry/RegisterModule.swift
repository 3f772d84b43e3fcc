// What an author's RegisterModule calls, and the note that every module carries. They share a file because a linker
// takes object files out of a library whole: whoever calls `register` gets the note. Hence also `@inline(never)`,
// without which the call could be replaced by what it does.

extension HttpModule {
    /// Registers the module: the one line in an author's `RegisterModule`.
    ///
    /// Subscribes to the notifications whose protocols the type conforms to. Answers a failure, which keeps the worker
    /// from serving, if the type conforms to none, or if the host refuses a part of it.
    @inline(never)
    public static func register(
        _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
    ) -> RegistrationResult {
        Subscription.answer(registration, server) { registration in
            try Subscription.make(self, registration, server)
        }
    }
}

extension GlobalModule {
    /// Registers a module that has only a global part: the one line in its author's `RegisterModule`.
    ///
    /// A module that also takes part in requests names its global part in `HttpModule.globalModule` instead.
    @inline(never)
    public static func register(
        _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
    ) -> RegistrationResult {
        Subscription.answer(registration, server) { registration in
            try GlobalModuleObject.subscribe(self, registration, server)
        }
    }
}

// What the module says of itself to the host, readable without running any of its code: an ELF note of the owner
// "modhost" with type 1. Contract 1.0, a WCHAR of 4 bytes, language 3 (Swift), and the compiler's version.
//
// A Swift module has to come from the compiler that the host came from. It does if this note says so: a compiler reads
// only those .swiftmodule files that it wrote itself, so what compiled the kit has compiled the module too. The ladder
// exists because a compiler tells its patch level to `#if compiler` alone, and because what stands in a section has to
// be literals. It stops the build at a compiler that it does not know, instead of guessing.

/// Name size, descriptor size, type, "modhost" and a zero; contract, WCHAR, language; 16 bytes of version text.
private typealias NoteWords = (
    UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
)

#if compiler(>=6.6)
#error("This Swift compiler is newer than the ladder in RegisterModule.swift: add its version there.")
#elseif compiler(>=6.5.9)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x39, 0, 0)
#elseif compiler(>=6.5.8)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x38, 0, 0)
#elseif compiler(>=6.5.7)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x37, 0, 0)
#elseif compiler(>=6.5.6)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x36, 0, 0)
#elseif compiler(>=6.5.5)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x35, 0, 0)
#elseif compiler(>=6.5.4)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x34, 0, 0)
#elseif compiler(>=6.5.3)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x33, 0, 0)
#elseif compiler(>=6.5.2)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x32, 0, 0)
#elseif compiler(>=6.5.1)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x31, 0, 0)
#elseif compiler(>=6.5.0)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e35_2e36, 0x30, 0, 0)
#elseif compiler(>=6.4.9)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x39, 0, 0)
#elseif compiler(>=6.4.8)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x38, 0, 0)
#elseif compiler(>=6.4.7)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x37, 0, 0)
#elseif compiler(>=6.4.6)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x36, 0, 0)
#elseif compiler(>=6.4.5)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x35, 0, 0)
#elseif compiler(>=6.4.4)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x34, 0, 0)
#elseif compiler(>=6.4.3)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x33, 0, 0)
#elseif compiler(>=6.4.2)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x32, 0, 0)
#elseif compiler(>=6.4.1)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x31, 0, 0)
#elseif compiler(>=6.4.0)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e34_2e36, 0x30, 0, 0)
#elseif compiler(>=6.3.9)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x39, 0, 0)
#elseif compiler(>=6.3.8)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x38, 0, 0)
#elseif compiler(>=6.3.7)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x37, 0, 0)
#elseif compiler(>=6.3.6)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x36, 0, 0)
#elseif compiler(>=6.3.5)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x35, 0, 0)
#elseif compiler(>=6.3.4)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x34, 0, 0)
#elseif compiler(>=6.3.3)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x33, 0, 0)
#elseif compiler(>=6.3.2)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x32, 0, 0)
#elseif compiler(>=6.3.1)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x31, 0, 0)
#elseif compiler(>=6.3.0)
@section(".note.modhost") @used
private let note: NoteWords = (8, 32, 1, 0x6864_6f6d, 0x0074_736f, 1, 0, 4, 3, 0x2e33_2e36, 0x30, 0, 0)
#else
#error("The kit needs Swift 6.3 or later.")
#endif
