import CModuleABI

/// What header fields of requests and responses have in common on their way over the border.
enum HeaderText {
    /// Lends name and value as the host takes them; a value of more than 65,535 bytes cannot be said there.
    static func set(
        _ name: String, _ value: String?, replace: Bool,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>?, UInt16, Int32) -> Int32
    ) -> Int32 {
        name.withCString { name in
            guard let value else { return body(name, nil, 0, 1) }
            guard let count = UInt16(exactly: value.utf8.count) else { return ResultCode.invalidData.rawValue }
            return value.withCString { body(name, $0, count, replace ? 1 : 0) }
        }
    }

    /// Copies the fields that have a number, in the order of the numbers.
    static func known(
        _ headers: UnsafeBufferPointer<HTTP_KNOWN_HEADER>, _ names: [String]
    ) -> [(name: String, value: String)] {
        zip(names, headers).compactMap { name, header in
            String(bytes: header.pRawValue, count: Int(header.RawValueLength)).map { (name, $0) }
        }
    }

    /// Copies the fields that have none.
    static func unknown(
        _ start: UnsafePointer<HTTP_UNKNOWN_HEADER>?, count: Int
    ) -> [(name: String, value: String)] {
        UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).compactMap { header in
            guard let name = String(bytes: header.pName, count: Int(header.NameLength)),
                let value = String(bytes: header.pRawValue, count: Int(header.RawValueLength))
            else { return nil }
            return (name, value)
        }
    }
}
