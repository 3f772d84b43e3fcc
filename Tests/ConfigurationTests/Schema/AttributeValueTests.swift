import Testing

@testable import Configuration

@Suite("Values of attributes")
struct AttributeValueTests {
    private static let colours = [
        NamedValue("Red", 1), NamedValue("Green", 2), NamedValue("Blue", 4), NamedValue("White", 7),
    ]

    @Test(
        "Each type reads what it is, and nothing else",
        arguments: [
            (AttributeType.bool, "True", AttributeValue.bool(true)), (.bool, "1", nil), (.bool, "yes", nil),
            (.bool, "", nil),
            (.int, "-2147483648", .int(-2_147_483_648)), (.int, "2147483648", nil), (.int, "0x10", .int(16)),
            (.uint, "4294967295", .int(4_294_967_295)), (.uint, "-1", nil), (.uint, "4k", .int(4096)),
            (.uint, "4G", nil),
            (.uint, "0x1k", nil), (.uint, " 1", nil), (.uint, "1 ", nil), (.uint, "", nil), (.uint, "k", nil),
            (.int64, "-9223372036854775808", .int(.min)), (.int64, "9223372036854775808", nil),
            (.int64, "8g", .int(8 << 30)),
            (.string, "", .string("")), (.string, " a ", .string(" a ")),
            (.enumeration(colours), "green", .enumeration(2)), (.enumeration(colours), "4", .enumeration(4)),
            (.enumeration(colours), "3", nil), (.enumeration(colours), "", nil),
            (.flags(colours), "Red, blue", .flags(5)), (.flags(colours), "", .flags(0)),
            (.flags(colours), "Red|Blue", nil),
            (.flags(colours), "Red,,Blue", .flags(5)), (.flags(colours), "2,Red", .flags(3)),
        ] as [(AttributeType, String, AttributeValue?)])
    func read(type: AttributeType, text: String, expected: AttributeValue?) {
        #expect(type.value(of: text) == expected)
    }

    @Test(
        "Times are read as IIS writes them, and with a unit",
        arguments: [
            ("00:00:30", 300_000_000), ("00:20", 12_000_000_000), ("1.05:00:00", 1_044_000_000_000),
            ("00:00:00.25", 2_500_000),
            ("00:00:00.0000001", 1), ("23:59:59", 863_990_000_000), ("90s", 900_000_000), ("2m", 1_200_000_000),
            ("1h", 36_000_000_000), ("1d", 864_000_000_000), ("250ms", 2_500_000), ("0s", 0),
            ("24:00:00", 864_000_000_000),
            ("29:00:00", 1_044_000_000_000), ("1.24:00:00", nil), ("256204775:59", 9_223_371_935_400_000_000),
            ("256204776:00", nil),
            ("00:60:00", nil), ("00:00:60", nil), ("00:00:00:00", nil), ("1.2.00:00:00", nil), ("-00:00:01", nil),
            ("30", nil),
            ("", nil), (":", nil), ("s", nil), ("1w", nil), ("00:00:00.00000001", nil), ("99999999999999d", nil),
            ("10675200.00:00:00", nil), ("10675199.03:00", nil), ("10675198.23:59:59", 9_223_371_935_990_000_000),
            ("١٢s", nil),
        ] as [(String, Int64?)])
    func times(text: String, expected: Int64?) {
        #expect(AttributeType.timeSpan.value(of: text) == expected.map(AttributeValue.timeSpan))
    }

    @Test("What is written is read as the same value again", arguments: 0..<1_000)
    func roundTrip(seed: Int) {
        let number = Int64(seed) &* 7_919_999_983 % 9_000_000_000_000
        for (type, value) in [
            (AttributeType.timeSpan, AttributeValue.timeSpan(number)), (.int64, .int(number)),
            (.bool, .bool(seed % 2 == 0)),
            (.flags(Self.colours), .flags(Int64(seed % 8))),
            (.enumeration(Self.colours), .enumeration([1, 2, 4, 7][seed % 4])),
        ] {
            #expect(type.value(of: type.text(of: value)) == value, "\(type.text(of: value))")
        }
    }
}
