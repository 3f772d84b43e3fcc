/// The version of the binary contract between host and module.
package struct ContractVersion: Sendable, Equatable, CustomStringConvertible {
    /// Changes when existing modules cease to work.
    package let major: UInt32
    /// Grows when something is added that a module may rely on.
    package let minor: UInt32

    /// A version out of its two numbers.
    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// What this host offers. The same two numbers stand in the ELF note of the C headers.
    package static let current = ContractVersion(major: 1, minor: 0)

    /// The size of WCHAR in the contract, in bytes.
    package static let wideCharacterSize: UInt32 = 4

    package var description: String { "\(major).\(minor)" }

    /// Whether a host of this version can run a module that was built for `module`.
    package func accepts(_ module: ContractVersion) -> Bool {
        module.major == major && module.minor <= minor
    }
}
