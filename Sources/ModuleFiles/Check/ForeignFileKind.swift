/// What a file that is not ELF looks like, so that the refusal can say more than "not ELF".
package enum ForeignFileKind: Sendable, Equatable {
    case windowsImage, machO, archive, bitcode, script, text, binary

    /// Judges by the first bytes.
    package init(_ bytes: [UInt8]) {
        let word = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if bytes.starts(with: [0x4d, 0x5a]) {
            self = .windowsImage
        } else if [0xfeed_face, 0xfeed_facf, 0xcefa_edfe, 0xcffa_edfe, 0xcafe_babe].contains(word) {
            self = .machO
        } else if bytes.starts(with: Array("!<arch>".utf8)) || bytes.starts(with: Array("!<thin>".utf8)) {
            self = .archive
        } else if bytes.starts(with: [0x42, 0x43, 0xc0, 0xde]) {
            self = .bitcode
        } else if bytes.starts(with: Array("#!".utf8)) {
            self = .script
        } else if bytes.prefix(512).allSatisfy({ $0 >= 0x20 && $0 < 0x7f || (9...13).contains($0) }) {
            self = .text
        } else {
            self = .binary
        }
    }

    /// What it is, with its article.
    package var description: String {
        switch self {
        case .windowsImage: "a Windows image"
        case .machO: "a macOS image"
        case .archive: "a static library"
        case .bitcode: "LLVM bitcode"
        case .script: "a script"
        case .text: "a text file"
        case .binary: "not an ELF file"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .windowsImage, .machO: "build the module's source for Linux with `modhost build`"
        case .archive, .bitcode: "link it into a shared library with `modhost build` or `cc -shared`"
        case .script, .text: "name the shared library itself, usually a file that ends in .so"
        case .binary: "name a shared library for Linux, usually a file that ends in .so"
        }
    }
}
