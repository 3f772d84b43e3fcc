/// The Swift compiler that made this host.
///
/// On Linux the Swift runtime has no stable binary interface, so a Swift module must come from the very compiler that
/// the host came from. Neither the runtime nor the compiler tells a program its patch level (`_SwiftStdlibVersion` stops
/// at the minor one, the importer defines no macro), but `#if compiler` compares all three numbers. Hence the
/// ladder of `swiftVersion`: it stops the build at a compiler it does not know, instead of guessing. Development snapshots count as the release
/// that they lead to.
package enum HostToolchain {
    /// Whether a module compiled by Swift `version` can share a process with this host: "6.3" and "6.3.0" are the same.
    package static func matches(_ version: String) -> Bool {
        guard let module = numbers(version), let host = numbers(swiftVersion) else { return false }
        return module == host
    }

    private static func numbers(_ version: String) -> [Int]? {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1...3).contains(numbers.count) else { return nil }
        return numbers + [Int](repeating: 0, count: 3 - numbers.count)
    }
}

/// The machine that this host was compiled for, as ELF files and the system's loader name it.
package enum HostMachine {
    #if arch(x86_64)
    /// The value of `e_machine`: EM_X86_64.
    package static let elfMachine: UInt16 = 62
    /// Flags of a matching entry in ld.so.cache.
    static let cacheFlags: Int32 = 0x0303
    /// What the loader assumes of an image without PT_GNU_STACK.
    static let stackIsExecutableByDefault = true
    /// The directory name of this machine's libraries on Debian and its kin.
    static let multiarch = "x86_64-linux-gnu"
    #elseif arch(arm64)
    /// The value of `e_machine`: EM_AARCH64.
    package static let elfMachine: UInt16 = 183
    /// Flags of a matching entry in ld.so.cache.
    static let cacheFlags: Int32 = 0x0a03
    /// What the loader assumes of an image without PT_GNU_STACK.
    static let stackIsExecutableByDefault = false
    /// The directory name of this machine's libraries on Debian and its kin.
    static let multiarch = "aarch64-linux-gnu"
    #else
    #error("modhost runs on x86-64 and AArch64; add the ELF constants of this machine here.")
    #endif

    /// The machine in words, such as "x86-64".
    package static var name: String { ELFIdentity.machineName(elfMachine) }
}
