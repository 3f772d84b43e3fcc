import HTTPCodec
import Testing

@Suite("RequestError")
struct RequestErrorTests {
    @Test("Every error has a reason of its own and a status that says that the request is at fault")
    func reasonsAndStatuses() {
        let reasons = RequestError.allCases.map { "\($0.reason)" }
        #expect(Set(reasons).count == reasons.count)
        #expect(!reasons.contains("an unknown fault"))
        for error in RequestError.allCases {
            #expect([400, 414, 417, 431, 501, 505].contains(error.status))
            #expect(!ReasonPhrase.registered(for: error.status).description.isEmpty)
        }
    }

    @Test("Statuses other than 400 go to the errors that RFC 9110 and 9112 give them")
    func statuses() {
        let special = RequestError.allCases.filter { $0.status != 400 }
        #expect(special.map(\.status) == [501, 414, 505, 505, 431, 431, 417, 501, 414])
        #expect(RequestError.unsupportedTransferCoding.status == 501)
        #expect(RequestError.targetTooLong.status == 414)
        #expect(RequestError.urlTooLong.status == 414)
    }
}
