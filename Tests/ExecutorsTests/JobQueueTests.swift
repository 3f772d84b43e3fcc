import Testing

@testable import Executors

@Suite("The queue of jobs")
struct JobQueueTests {
    private final class Numbered: PoolJob {
        let number: Int
        init(_ number: Int) { self.number = number }
        func run() {}
    }

    private func number(_ job: (any PoolJob)?) -> Int? {
        (job as? Numbered)?.number
    }

    @Test("Jobs come out in the order in which they went in, across growth and wrap-around")
    func order() {
        var queue = JobQueue(limit: 100)
        var next = 0
        var expected = 0
        for round in 1...40 {
            for _ in 0..<(round % 7 + 2) where queue.append(Numbered(next)) { next += 1 }
            for _ in 0..<(round % 5 + 1) {
                guard let job = queue.popFirst() else { continue }
                #expect(number(job) == expected)
                expected += 1
            }
        }
        while let job = queue.popFirst() {
            #expect(number(job) == expected)
            expected += 1
        }
        #expect(expected == next)
        #expect(next > 100)
    }

    @Test("A full queue refuses, and takes again after one has left")
    func limit() {
        var queue = JobQueue(limit: 17)
        let accepted = (0..<18).map { queue.append(Numbered($0)) }
        #expect(accepted == [Bool](repeating: true, count: 17) + [false])
        #expect(queue.count == 17)
        let first = queue.popFirst()
        let isAcceptedAgain = queue.append(Numbered(18))
        #expect(number(first) == 0)
        #expect(isAcceptedAgain)
        #expect(queue.count == 17)
    }

    @Test("A job that has left is not held any longer")
    func release() {
        var queue = JobQueue(limit: 4)
        weak var held: Numbered?
        do {
            let job = Numbered(1)
            held = job
            let isAccepted = queue.append(job)
            #expect(isAccepted)
        }
        #expect(held != nil)
        _ = queue.popFirst()
        #expect(held == nil)
    }
}
