import HTTPFront
import NIOCore
import Testing

@Suite("ComplaintInterval")
struct ComplaintIntervalTests {
    @Test("A complaint passes at once, then once a minute")
    func onceAMinute() {
        var interval = ComplaintInterval()
        let start = NIODeadline.uptimeNanoseconds(7)
        let passed = [0, 0, 59, 60, 119, 120].map { interval.mayComplain(at: start + .seconds($0)) }
        #expect(passed == [true, false, false, true, false, true])
    }
}
