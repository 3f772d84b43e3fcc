import ModuleTesting
import TestSupport
import Testing

@Suite("Completions under load", .serialized)
struct PendingLoadTests {
    /// `pending.c` waits in each stage and is completed, in turn, by IndicateCompletion and by PostCompletion from a
    /// thread of the module, and by both from inside the method.
    private static let completionsPerExchange = 12

    @Test("100,000 completions from threads of a module lose and double none", .timeLimit(.minutes(10)))
    func manyCompletions() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("pending.c", as: "a")]) { running in
            let tasks = 8
            let exchangesPerTask = 100_000 / Self.completionsPerExchange / tasks + 1
            let bad = try await Self.drive(running, tasks: tasks, exchangesPerTask: exchangesPerTask)
            #expect(bad == 0)
            #expect(running.log.problems == [])
        }
        #expect(folder.record.last?.hasPrefix("a wrong=0 ") == true, "\(folder.record)")
    }

    @Test("The same over sockets", .timeLimit(.minutes(10)))
    func overSockets() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("pending.c", as: "a")]) { running in
            let clients = try (0..<4).map { _ in try running.connect() }
            // One after the other on each of four connections: while one waits for its answer the others are under way.
            for round in 0..<100 {
                for client in clients { try client.send(.get("/\(round)")) }
                for client in clients {
                    let answer = try client.receiveWhole()
                    #expect(answer.text == "12")
                }
            }
            #expect(running.log.problems == [])
        }
        #expect(folder.record.last?.hasPrefix("a wrong=0 ") == true, "\(folder.record)")
    }

    /// How many answers were not what they should be.
    private static func drive(_ running: RunningModules, tasks: Int, exchangesPerTask: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var bad = 0
                    for _ in 0..<exchangesPerTask {
                        let answer = try await running.respond(to: .get("/"))
                        if answer.status != 200 || answer.text != "\(completionsPerExchange)" { bad += 1 }
                    }
                    return bad
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
