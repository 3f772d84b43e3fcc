import CModuleABI

/// Fills a type from a section, by the typed values of the host.
struct SettingsDecoder: Decoder {
    let section: SectionReference
    /// What it decodes, as the host's paths name it.
    let path: String
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Decodes a whole section. What does not fit is one sentence with the place of what was written.
    static func decode<Settings: ModuleSettings>(
        _ type: Settings.Type, from section: SectionReference
    ) throws -> Settings {
        do {
            return try SettingsDecoder(section: section, path: "", codingPath: []).value(type)
        } catch let error as DecodingError {
            throw ConfigurationError(sentence(error, section))
        }
    }

    private static func sentence(_ error: DecodingError, _ section: SectionReference) -> String {
        let (context, missing): (DecodingError.Context, (any CodingKey)?) =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, nil)
            case .keyNotFound(let key, let context): (context, key)
            @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), nil)
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: "/")
        let place = section.place(path).map { "\($0): " } ?? ""
        let name = path.isEmpty ? section.name : "\(section.name), \(path)"
        if let missing { return "\(place)\(name) has no \"\(missing.stringValue)\" in its schema" }
        return "\(place)\(name): \(context.debugDescription)"
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard section.isElement(path) else { throw mismatch([String: Any].self, "an element") }
        return KeyedDecodingContainer(Keyed(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let count = section.count(path) else { throw mismatch([Any].self, "an element with items") }
        return Unkeyed(decoder: self, count: count)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    /// What is within, or the element itself for its items.
    func child(_ key: any CodingKey) -> SettingsDecoder {
        let below = path.isEmpty ? key.stringValue : "\(path)/\(key.stringValue)"
        let isOwnItems = key.stringValue == "items" && section.kind(below) == MODHOST_VALUE_NONE
        return SettingsDecoder(
            section: section, path: isOwnItems ? path : below, codingPath: isOwnItems ? codingPath : codingPath + [key])
    }

    /// The name of the element that this is in, where that is what is asked for; nil where it is an attribute like any other.
    var elementName: String? {
        let key = "elementName"
        guard codingPath.last?.stringValue == key, section.kind(path) == MODHOST_VALUE_NONE else { return nil }
        return section.elementName(String(path.dropLast(path == key ? key.count : key.count + 1)))
    }

    func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
        let text = section.text(path).map { "\"\($0)\" is not \(expected)" } ?? "this is not \(expected)"
        return .typeMismatch(type, .init(codingPath: codingPath, debugDescription: text))
    }
}

// What one value is decoded to.
extension SettingsDecoder {
    func bool() throws -> Bool {
        guard let value = section.bool(path) else { throw mismatch(Bool.self, "true or false") }
        return value
    }

    func string() throws -> String {
        guard let value = section.text(path) ?? elementName else { throw mismatch(String.self, "an attribute") }
        return value
    }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        guard let number = section.number(path) else { throw mismatch(type, "a whole number") }
        guard let value = Value(exactly: number) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "\(number) is too large or too small for \(type)"))
        }
        return value
    }

    /// A number with a fraction, which schemas know as text only.
    func fraction<Value: BinaryFloatingPoint & LosslessStringConvertible>(_ type: Value.Type) throws -> Value {
        guard let value = section.text(path).flatMap(Value.init) else { throw mismatch(type, "a number") }
        return value
    }

    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard type == Duration.self else { return try made(type) }
        guard let units = section.time(path) else { throw mismatch(type, "a length of time") }
        let (seconds, rest) = units.quotientAndRemainder(dividingBy: 10_000_000)
        let duration = Duration(secondsComponent: seconds, attosecondsComponent: rest * 100_000_000_000)
        guard let value = duration as? Value else { throw mismatch(type, "a length of time") }
        return value
    }

    /// What a type makes of the values by itself. An error of its own is told with the place, as those of the types of Swift are.
    private func made<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try Value(from: self)
        } catch let error as DecodingError {
            throw error
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(error)"))
        }
    }

    /// The number of an item of a list.
    struct ItemKey: CodingKey {
        let intValue: Int?
        var stringValue: String { intValue.map(String.init) ?? "" }

        init(_ index: Int) { intValue = index }
        init?(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }
}

/// The attributes and elements of an element.
private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: SettingsDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { decoder.section.names(decoder.path).compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool {
        let child = decoder.child(key)
        return child.path == decoder.path || child.elementName != nil
            || child.section.kind(child.path) != MODHOST_VALUE_NONE
    }

    /// The decoder of what has that name.
    private func child(_ key: Key) throws -> SettingsDecoder {
        guard contains(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: ""))
        }
        return decoder.child(key)
    }

    func decodeNil(forKey key: Key) -> Bool { false }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try child(key).bool() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try child(key).string() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try child(key).fraction(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try child(key).fraction(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try child(key).integer(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try child(key).integer(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try child(key).integer(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try child(key).integer(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try child(key).integer(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try child(key).integer(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try child(key).integer(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try child(key).integer(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try child(key).integer(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try child(key).integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try child(key).value(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try child(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try child(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

/// The items of an element.
private struct Unkeyed: UnkeyedDecodingContainer {
    let decoder: SettingsDecoder
    let count: Int?
    var currentIndex = 0

    init(decoder: SettingsDecoder, count: Int) {
        self.decoder = decoder
        self.count = count
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    private mutating func next() throws -> SettingsDecoder {
        guard !isAtEnd else { throw decoder.mismatch(Any.self, "as many items") }
        defer { currentIndex += 1 }
        return decoder.child(SettingsDecoder.ItemKey(currentIndex))
    }

    func decodeNil() -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().value(type) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

/// One attribute.
private struct Single: SingleValueDecodingContainer {
    let decoder: SettingsDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
    func decode(_ type: String.Type) throws -> String { try decoder.string() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.fraction(type) }
    func decode(_ type: Float.Type) throws -> Float { try decoder.fraction(type) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.value(type) }
}
