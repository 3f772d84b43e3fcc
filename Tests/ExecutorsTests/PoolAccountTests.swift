import Testing

@testable import Executors

@Suite("Who has the threads of the pool")
struct PoolAccountTests {
    private let names = CallNames(module: { "m\($0)" }, notification: { "On\($0.notification)" })

    private func thread(
        _ module: UInt32?, seconds: Int = 0, exchange: UInt64 = 1, request: String? = nil, waits: Bool = false
    ) -> HeldThread {
        HeldThread(
            account: CallAccount(
                call: module.map { ModuleCall(module: $0, notification: 8) }, exchange: exchange, request: request,
                isAsleep: true),
            duration: .seconds(seconds), waitsForClient: waits)
    }

    private func text(_ held: [HeldThread], busy: Int? = nil) -> String {
        PoolAccount(busy: busy ?? held.count, held: held).text(names)
    }

    @Test("Threads are grouped by module, and the one that is held longest is told in full")
    func grouped() {
        let held = [
            thread(1, seconds: 3), thread(2, seconds: 7, exchange: 9, request: "GET /late"),
            thread(2, seconds: 7, exchange: 8, request: "GET /early"), thread(nil, waits: true),
        ]
        #expect(
            text(held, busy: 5) == """
                of the 5 threads at work 2 are in module "m2", 1 is in module "m1", 1 waits for its client and \
                1 is in no module; held longest: the one in module "m2", for 7 s in On8, asleep, for "GET /early"
                """)
    }

    @Test("Of many modules four are named, and a sentence stays short whatever there is")
    func many() {
        let held = (1...500).map { thread(UInt32($0 % 50 + 1), request: String(repeating: "x", count: 200)) }
        let sentence = text(held)
        #expect(sentence.contains("and 460 are in 46 other modules; held longest"))
        #expect(sentence.utf8.count < 600)
    }

    @Test("Threads that wait for their clients are nobody's fault")
    func waiting() {
        #expect(
            text([thread(1, waits: true), thread(2, waits: true)])
                == "of the 2 threads at work 2 wait for their clients")
        #expect(text([]) == "no thread is at work")
        #expect(text([thread(nil)]).hasPrefix("of the 1 threads at work 1 is in a callback of a module"))
    }
}
