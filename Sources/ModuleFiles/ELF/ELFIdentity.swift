/// The first 20 bytes of an ELF file: what can be said of it whatever machine it is for.
package struct ELFIdentity: Sendable, Equatable {
    /// ELFCLASS32 is 1, ELFCLASS64 is 2.
    package let elfClass: UInt8
    /// ELFDATA2LSB is 1, ELFDATA2MSB is 2.
    package let dataEncoding: UInt8
    /// EM_X86_64 is 62, EM_AARCH64 is 183.
    package let machine: UInt16
    /// ET_REL 1, ET_EXEC 2, ET_DYN 3, ET_CORE 4.
    package let type: UInt16

    static let relocatable: UInt16 = 1
    static let executable: UInt16 = 2
    static let shared: UInt16 = 3
    static let core: UInt16 = 4

    /// Reads the identity; a file that does not begin like ELF is `notELF`.
    package init(_ reader: ELFReader) throws(ELFFault) {
        guard reader.bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { throw .notELF }
        elfClass = try reader.number(at: 4)
        dataEncoding = try reader.number(at: 5)
        let type = try reader.number(at: 16, as: UInt16.self)
        let machine = try reader.number(at: 18, as: UInt16.self)
        self.type = dataEncoding == 2 ? type.byteSwapped : type
        self.machine = dataEncoding == 2 ? machine.byteSwapped : machine
    }

    /// Whether the host's process can hold such an image at all.
    package var fitsHost: Bool {
        elfClass == 2 && dataEncoding == 1 && machine == HostMachine.elfMachine
    }

    /// Machine, width and byte order in words, such as "x86-64, 64 bits, little-endian".
    package var machineText: String {
        let width = elfClass == 2 ? "64 bits" : elfClass == 1 ? "32 bits" : "width \(elfClass)"
        let order: String
        switch dataEncoding {
        case 1: order = "little-endian"
        case 2: order = "big-endian"
        default: order = "byte order \(dataEncoding)"
        }
        return "\(Self.machineName(machine)), \(width), \(order)"
    }

    static func machineName(_ machine: UInt16) -> String {
        let names: [UInt16: String] = [
            3: "x86", 8: "MIPS", 20: "PowerPC", 21: "PowerPC 64", 22: "S/390", 40: "ARM", 43: "SPARC 64",
            62: "x86-64", 183: "AArch64", 243: "RISC-V", 247: "BPF", 258: "LoongArch",
        ]
        return names[machine] ?? "machine \(machine)"
    }
}
