/// A value of an attribute.
package enum AttributeValue: Codable, Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    case string(String)
    /// The number of a name of an enumeration.
    case enumeration(Int64)
    case flags(Int64)
    /// In units of 100 nanoseconds.
    case timeSpan(Int64)
}

extension AttributeType {
    /// What the type means without any value.
    package var zero: AttributeValue {
        switch self {
        case .bool: .bool(false)
        case .int, .uint, .int64: .int(0)
        case .string: .string("")
        case .enumeration: .enumeration(0)
        case .flags: .flags(0)
        case .timeSpan: .timeSpan(0)
        }
    }

    /// What a message calls a value of this type.
    var expectation: String {
        switch self {
        case .bool: "true or false"
        case .int: "a whole number from -2147483648 to 2147483647"
        case .uint: "a whole number from 0 to 4294967295"
        case .int64: "a whole number"
        case .string: "text"
        case .enumeration(let names): "one of \(names.map(\.name).joined(separator: ", "))"
        case .flags(let names): "any of \(names.map(\.name).joined(separator: ", ")), with commas between them"
        case .timeSpan: "a time such as 00:01:30, 1.12:00:00 or 90s"
        }
    }

    /// The end of a sentence about a name that is none of this type's.
    func remedy(_ text: String) -> String {
        let names = names.map(\.name)
        let wrong: String? =
            if case .flags = self { Self.parts(text).first { !names.contains($0) } } else { text }
        guard let wrong, let nearest = NearestName.of(wrong, among: names) else { return "" }
        return "; did you mean \"\(nearest)\"?"
    }

    /// Reads `text`; nil if it is no value of this type.
    package func value(of text: String) -> AttributeValue? {
        switch self {
        case .bool: Self.bool(text).map(AttributeValue.bool)
        case .int: Self.number(text, Int64(Int32.min)...Int64(Int32.max)).map(AttributeValue.int)
        case .uint: Self.number(text, 0...Int64(UInt32.max)).map(AttributeValue.int)
        case .int64: Self.number(text, Int64.min...Int64.max).map(AttributeValue.int)
        case .string: .string(text)
        case .enumeration(let names): Self.named(text, names).map(AttributeValue.enumeration)
        case .flags(let names): Self.flags(text, names).map(AttributeValue.flags)
        case .timeSpan: TimeSpan.units(text).map(AttributeValue.timeSpan)
        }
    }

    /// Writes a value as a configuration has it.
    package func text(of value: AttributeValue) -> String {
        switch value {
        case .bool(let isTrue): isTrue ? "true" : "false"
        case .int(let number): "\(number)"
        case .string(let text): text
        case .timeSpan(let units): TimeSpan.text(units)
        case .enumeration(let number): names.first { $0.value == number }?.name ?? "\(number)"
        case .flags(let number): Self.flagNames(number, names)
        }
    }

    /// The names of an enumeration or of flags.
    package var names: [NamedValue] {
        switch self {
        case .enumeration(let names), .flags(let names): names
        default: []
        }
    }

    private static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A whole number in decimal, in hexadecimal with 0x, or of KiB, MiB or GiB with k, m or g behind.
    private static func number(_ text: String, _ range: ClosedRange<Int64>) -> Int64? {
        var digits = Substring(text)
        var factor: Int64 = 1
        if let last = digits.last, let size = ["k": 10, "m": 20, "g": 30][last.lowercased()] {
            factor = 1 << size
            digits.removeLast()
        }
        let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
        if isHexadecimal {
            digits = digits.dropFirst(2)
            guard factor == 1 else { return nil }
        }
        // Int64 takes a plus sign, which no number of a configuration has.
        guard digits.first != "+", let number = Int64(digits, radix: isHexadecimal ? 16 : 10) else { return nil }
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        return !isTooLarge && range.contains(product) ? product : nil
    }

    /// By name without regard to case, or by number.
    private static func named(_ text: String, _ names: [NamedValue]) -> Int64? {
        if let known = names.first(where: { $0.name.lowercased() == text.lowercased() }) { return known.value }
        guard let number = Int64(text), names.contains(where: { $0.value == number }) else { return nil }
        return number
    }

    private static func flags(_ text: String, _ names: [NamedValue]) -> Int64? {
        var sum: Int64 = 0
        for part in parts(text) {
            guard let value = named(part, names) else { return nil }
            sum |= value
        }
        return sum
    }

    /// What stands between commas, without the white space around it.
    private static func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { part in
            let word = part.drop(while: \.isWhitespace)
            return String(word[..<(word.lastIndex { !$0.isWhitespace }.map { word.index(after: $0) } ?? word.endIndex)])
        }
    }

    /// The fewest names that make up the number, larger ones first.
    private static func flagNames(_ number: Int64, _ names: [NamedValue]) -> String {
        if let exact = names.first(where: { $0.value == number }) { return exact.name }
        var rest = number
        var found: [NamedValue] = []
        for name in names.sorted(by: { $0.value > $1.value }) where name.value != 0 && rest & name.value == name.value {
            found.append(name)
            rest &= ~name.value
        }
        guard rest == 0 else { return "\(number)" }
        return names.filter(found.contains).map(\.name).joined(separator: ", ")
    }
}

extension AttributeSchema {
    /// Reads `text`; nil if it is no value of this attribute's type.
    package func value(of text: String) -> AttributeValue? {
        if isInfinite(text) {
            switch type {
            case .int: return .int(Int64(Int32.max))
            case .uint: return .int(Int64(UInt32.max))
            case .int64: return .int(.max)
            case .timeSpan: return .timeSpan(.max)
            default: return type.value(of: text)
            }
        }
        guard type == .timeSpan, let secondsOfOne, text.allSatisfy(\.isNumber), let number = Int64(text) else {
            return type.value(of: text)
        }
        let (units, isTooLarge) = number.multipliedReportingOverflow(by: secondsOfOne * TimeSpan.unitsPerSecond)
        return isTooLarge ? nil : .timeSpan(units)
    }

    /// Whether `text` stands for no limit, to which no rule applies.
    func isInfinite(_ text: String) -> Bool { allowsInfinite && text.lowercased() == "infinite" }
}

/// Lengths of time: as IIS writes them, `[days.]hours:minutes[:seconds[.fraction]]`, or a number with its unit, such as `30s`.
enum TimeSpan {
    static let unitsPerSecond: Int64 = 10_000_000

    /// In units of 100 nanoseconds; nil if `text` is no time.
    static func units(_ text: String) -> Int64? {
        text.contains(":") ? clock(text) : amount(text)
    }

    /// `90s`, `15m`, `2h`, `1d`, `250ms`.
    private static func amount(_ text: String) -> Int64? {
        let unit = text.drop(while: \.isNumber)
        let factors: [Substring: Int64] = [
            "ms": 10_000, "s": unitsPerSecond, "m": 60 * unitsPerSecond, "h": 3_600 * unitsPerSecond,
            "d": 86_400 * unitsPerSecond,
        ]
        guard let factor = factors[unit], let number = Int64(text.dropLast(unit.count)) else { return nil }
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        return isTooLarge ? nil : product
    }

    private static func clock(_ text: String) -> Int64? {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var days: Int64 = 0
        var hasDays = false
        if let dot = parts[0].firstIndex(of: ".") {
            guard let number = decimal(parts[0][..<dot], 10_675_198) else { return nil }
            days = number
            hasDays = true
            parts[0] = parts[0][parts[0].index(after: dot)...]
        }
        var fraction: Int64 = 0
        if parts.count == 3, let dot = parts[2].firstIndex(of: ".") {
            let digits = parts[2][parts[2].index(after: dot)...]
            guard digits.count <= 7, let number = decimal(digits, 9_999_999) else { return nil }
            fraction = (digits.count..<7).reduce(number) { value, _ in value * 10 }
            parts[2] = parts[2][..<dot]
        }
        // Without days there may be more hours than a day has.
        guard let hours = decimal(parts[0], hasDays ? 23 : 256_204_775), let minutes = decimal(parts[1], 59),
            let seconds = parts.count == 3 ? decimal(parts[2], 59) : 0
        else { return nil }
        return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * unitsPerSecond + fraction
    }

    private static func decimal(_ digits: Substring, _ limit: Int64) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits),
            number <= limit
        else { return nil }
        return number
    }

    /// As IIS writes it: `00:01:30`, `1.12:00:00`.
    static func text(_ units: Int64) -> String {
        let seconds = units / unitsPerSecond
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = seconds / 86_400
        let clock = "\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let rest = units % unitsPerSecond
        let fraction = rest == 0 ? "" : ".\(String(String(rest + unitsPerSecond).dropFirst()))"
        return (days == 0 ? "" : "\(days).") + clock + fraction
    }
}
