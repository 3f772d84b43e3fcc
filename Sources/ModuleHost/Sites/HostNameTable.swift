/// Which site a request at one listener is for, by the name of the host that it asks for. Filled once, then read by all threads.
struct HostNameTable: Sendable {
    private var names = NameTable()
    /// What stands behind `*.` in bindings.
    private var suffixes = NameTable()
    /// The site of every other name; -1 if there is none.
    private var other = -1

    init() {}

    /// Adds the binding of a site, unless one for the same names is there: those for an address of its own come first.
    mutating func add(host: String, site: Int) {
        if host.isEmpty {
            if other < 0 { other = site }
        } else if host.hasPrefix("*.") {
            Self.add(Array(host.utf8.dropFirst(2)), to: &suffixes, site)
        } else {
            Self.add(Array(host.utf8), to: &names, site)
        }
    }

    private static func add(_ name: [UInt8], to table: inout NameTable, _ site: Int) {
        var hash = NameHash()
        for byte in name { hash.add(byte) }
        table.add(name, hash: hash.value, number: site)
    }

    /// The site for the value of a Host field, which may be empty; -1 if there is none. The port in it means nothing: the client
    /// has reached the listener. Nor does a dot at the end of the name.
    func site(for host: UnsafeRawBufferPointer) -> Int {
        let name = Self.name(in: host)
        guard name.count > 0 else { return other }
        let exact = Self.number(of: name, in: names)
        if exact >= 0 { return exact }
        guard suffixes.count > 0 else { return other }
        var rest = name
        while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
            rest = UnsafeRawBufferPointer(rebasing: rest[(dot + 1)...])
            let found = Self.number(of: rest, in: suffixes)
            if found >= 0 { return found }
        }
        return other
    }

    private static func name(in host: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = host.count
        if host.first == UInt8(ascii: "[") {
            end = host.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? end
        } else if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
            end = colon
        }
        if end > 1, host[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: host[..<end])
    }

    private static func number(of name: UnsafeRawBufferPointer, in table: NameTable) -> Int {
        var hash = NameHash()
        for byte in name { hash.add(NameHash.small(byte)) }
        return table.number(hash: hash.value) { known in
            known.count == name.count && known.indices.allSatisfy { known[$0] == NameHash.small(name[$0]) }
        }
    }
}
