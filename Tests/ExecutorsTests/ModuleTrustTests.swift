import Testing

@testable import Executors

@Suite("The trust in a module")
struct ModuleTrustTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant {
        start.advanced(by: .seconds(seconds))
    }

    /// Calls that do not wait until something changes; the number of them, or nil after a million.
    private func earn(_ trust: inout ModuleTrust) -> Int? {
        for calls in 1...1_000_000 {
            if let change = trust.recordCall(waited: false) {
                #expect(change == .earnedLoop(calls: calls))
                return calls
            }
        }
        return nil
    }

    private func lose(_ trust: inout ModuleTrust, from seconds: Double) -> ModuleTrust.HoldOutcome {
        _ = trust.recordHold(at: at(seconds))
        _ = trust.recordHold(at: at(seconds + 1))
        return trust.recordHold(at: at(seconds + 2))
    }

    @Test("Under auto a module starts on the pool and earns the loop with the thousandth call in a row without a wait")
    func earns() {
        var trust = ModuleTrust(.auto)
        #expect(!trust.isOnLoop)
        for _ in 1...999 { #expect(trust.recordCall(waited: false) == nil) }
        #expect(!trust.isOnLoop)
        #expect(trust.recordCall(waited: false) == .earnedLoop(calls: 1_000))
        #expect(trust.isOnLoop)
    }

    @Test("A call that waits starts the count anew")
    func waitResets() {
        var trust = ModuleTrust(.auto)
        for _ in 1...999 { _ = trust.recordCall(waited: false) }
        #expect(trust.recordCall(waited: true) == nil)
        #expect(earn(&trust) == 1_000)
    }

    @Test("Three holds within a minute lose the loop; two do not")
    func loses() {
        var trust = ModuleTrust(.auto)
        _ = earn(&trust)
        #expect(trust.recordHold(at: at(0)) == .counted(1))
        #expect(trust.recordHold(at: at(30)) == .counted(2))
        #expect(trust.isOnLoop)
        #expect(trust.recordHold(at: at(59.9)) == .lost(.lostLoop(holds: 3, nextProbation: 2_000)))
        #expect(!trust.isOnLoop)
    }

    @Test("Holds that are a minute old no longer count")
    func holdsAge() {
        var trust = ModuleTrust(.auto)
        _ = earn(&trust)
        for hold in 0..<20 {
            #expect(trust.recordHold(at: at(Double(hold) * 30)) == .counted(hold == 0 ? 1 : 2))
        }
        #expect(trust.isOnLoop)
    }

    @Test("Each loss doubles the next probation, up to a bound")
    func doubles() {
        var trust = ModuleTrust(.auto)
        var lengths: [Int] = []
        for round in 0..<9 {
            lengths.append(earn(&trust) ?? -1)
            _ = lose(&trust, from: Double(round) * 1_000)
        }
        #expect(lengths == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 64_000, 64_000])
    }

    @Test("Holds seen before the loop was lost do not count after it is earned again")
    func freshStart() {
        var trust = ModuleTrust(.auto)
        _ = earn(&trust)
        _ = lose(&trust, from: 0)
        #expect(trust.recordHold(at: at(3)) == .late)
        _ = earn(&trust)
        #expect(trust.recordHold(at: at(4)) == .counted(1))
    }

    @Test("A disqualified module never earns the loop", arguments: Disqualification.allCases)
    func disqualified(reason: Disqualification) {
        var onProbation = ModuleTrust(.auto)
        #expect(onProbation.disqualify(reason) == .disqualified(reason))
        #expect(earn(&onProbation) == nil)
        #expect(onProbation.disqualify(reason) == nil)

        var trusted = ModuleTrust(.auto)
        _ = earn(&trusted)
        #expect(trusted.disqualify(reason) == .disqualified(reason))
        #expect(!trusted.isOnLoop)
    }

    @Test("Under inline nothing takes the loop away; a hold is news once a minute")
    func inline() {
        var trust = ModuleTrust(.inline)
        #expect(trust.isOnLoop)
        #expect(trust.recordHold(at: at(0)) == .tolerated(isNews: true))
        #expect(trust.recordHold(at: at(30)) == .tolerated(isNews: false))
        #expect(trust.recordHold(at: at(59)) == .tolerated(isNews: false))
        #expect(trust.recordHold(at: at(60)) == .tolerated(isNews: true))
        #expect(trust.disqualify(.flushed) == nil)
        #expect(trust.isOnLoop)
    }

    @Test("Under pool nothing earns the loop")
    func pool() {
        var trust = ModuleTrust(.pool)
        #expect(earn(&trust) == nil)
        #expect(trust.disqualify(.flushed) == nil)
        #expect(!trust.isOnLoop)
    }
}
