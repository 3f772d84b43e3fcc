import HTTPCodec
import Testing

@Suite("ReasonPhrase")
struct ReasonPhraseTests {
    @Test("Registered statuses have a phrase that can stand in a status line, others have none")
    func phrases() {
        let registered = Set((0...1_000).filter { ReasonPhrase.registered(for: UInt16($0)).utf8CodeUnitCount > 0 })
        let expected: [Int] =
            Array(100...103) + Array(200...208) + [226] + Array(300...305) + [307, 308] + Array(400...417)
            + [421, 422, 423, 424, 425, 426, 428, 429, 431, 451] + Array(500...508) + [511]
        #expect(registered == Set(expected))
        for status in expected {
            let phrase = Array("\(ReasonPhrase.registered(for: UInt16(status)))".utf8)
            #expect(ResponseEncoder.isValue(phrase))
        }
        #expect("\(ReasonPhrase.registered(for: 414))" == "URI Too Long")
    }
}
