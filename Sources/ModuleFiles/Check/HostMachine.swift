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
