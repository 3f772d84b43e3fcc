import Testing

@testable import Executors

@Suite("The pace of the watchdog")
struct SamplingPaceTests {
    private var pace = SamplingPace(interval: .milliseconds(10), poolInterval: .seconds(1))

    @Test("Idle loops are looked at less often, busy ones at once again")
    mutating func brief() {
        let idle = (0..<5).map { _ in pace.next(.none) }
        #expect(idle == [20, 40, 50, 50, 50].map { .brief(.milliseconds($0)) })
        #expect(pace.next(.loops) == .brief(.milliseconds(10)))
        #expect(pace.next(.none) == .brief(.milliseconds(20)))
    }

    @Test("After a while without work it waits to be woken, or for its next look at a busy pool")
    mutating func endless() {
        for _ in 0..<SamplingPace.idleLooks { #expect(pace.next(.none) != .endless) }
        #expect(pace.next(.none) == .endless)
        #expect(pace.next(.pool) == .long(.seconds(1)))
        #expect(pace.next(.none) == .endless)
        #expect(pace.next(.loops) == .brief(.milliseconds(10)))
        #expect(pace.next(.pool) == .brief(.milliseconds(20)))
    }
}
