import ModuleFiles
import TestSupport
import Testing

@Suite("Files that are not ELF")
struct ForeignFileKindTests {
    @Test(
        "Each kind is known by its first bytes",
        arguments: [
            (Array("MZ\u{90}\u{0}".utf8), ForeignFileKind.windowsImage),
            ([0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1], .machO),
            (Array("!<arch>\n".utf8), .archive),
            ([0x42, 0x43, 0xc0, 0xde], .bitcode),
            (Array("#!/bin/sh\n".utf8), .script),
            (Array("/* GNU ld script */\n".utf8), .text),
            ([0, 1, 2, 3], .binary),
            ([0x7f], .binary),
        ] as [([UInt8], ForeignFileKind)])
    func kinds(bytes: [UInt8], kind: ForeignFileKind) throws {
        #expect(ForeignFileKind(bytes) == kind)
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "module.so")
        let error = try refusal { try ModuleFile.examine(path: path) }
        #expect(error == .notELF(path: path, kind: kind))
        #expect(error.description.contains(kind.remedy))
    }
}
