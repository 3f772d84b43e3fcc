/// Who has the threads of the pool, as a sentence of the log tells it.
struct PoolAccount: Sendable, Equatable {
    /// Threads that have a job.
    let busy: Int
    /// Those of them that were seen in a call.
    let held: [HeldThread]

    /// Modules that a sentence names.
    static let moduleLimit = 4

    /// The one that a module holds longest; among equals that of the oldest request. Threads that wait for their clients do not
    /// count.
    var longest: HeldThread? {
        held.filter { !$0.waitsForClient }
            .min { ($1.duration, $0.account.exchange) < ($0.duration, $1.account.exchange) }
    }

    /// `of the 4 threads at work 3 are in module "a" and 1 waits for its client; longest: ...`.
    func text(_ names: CallNames) -> String {
        var parts: [String] = []
        let groups = groups
        for group in groups.prefix(Self.moduleLimit) {
            parts.append("\(Self.count(group.count)) in \(Self.name(group.module, names))")
        }
        let others = groups.dropFirst(Self.moduleLimit)
        if !others.isEmpty {
            let threads = others.reduce(0) { $0 + $1.count }
            parts.append("\(Self.count(threads)) in \(others.count) other module\(others.count == 1 ? "" : "s")")
        }
        let waiting = held.count { $0.waitsForClient }
        if waiting > 0 { parts.append(waiting == 1 ? "1 waits for its client" : "\(waiting) wait for their clients") }
        if busy > held.count { parts.append("\(Self.count(busy - held.count)) in no module") }
        guard !parts.isEmpty else { return "no thread is at work" }
        let list =
            parts.count == 1 ? parts[0] : parts.dropLast().joined(separator: ", ") + " and \(parts[parts.count - 1])"
        return "of the \(max(busy, held.count)) threads at work \(list)" + longestText(names)
    }

    private func longestText(_ names: CallNames) -> String {
        guard let longest else { return "" }
        let seconds = longest.duration.components.seconds
        return "; held longest: the one in \(Self.name(longest.account.call?.module, names))"
            + (seconds > 0 ? ", for \(seconds) s" : "") + longest.account.place(names)
    }

    /// Threads by module, the largest number first.
    private var groups: [(module: UInt32?, count: Int)] {
        var counts: [UInt32?: Int] = [:]
        for thread in held where !thread.waitsForClient { counts[thread.account.call?.module, default: 0] += 1 }
        return counts.map { (module: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.module ?? 0) < ($0.count, $1.module ?? 0) }
    }

    private static func count(_ threads: Int) -> String { threads == 1 ? "1 is" : "\(threads) are" }

    private static func name(_ module: UInt32?, _ names: CallNames) -> String {
        module.map { "module \"\(names.module($0))\"" } ?? "a callback of a module"
    }
}

/// What a thread is in, as a sentence of the log tells it.
struct CallAccount: Sendable, Equatable {
    /// The innermost call; nil if its module is not known.
    let call: ModuleCall?
    /// The number of the exchange; the lower, the older.
    let exchange: UInt64
    /// The beginning of the request line, printable; nil if the thread has left none for this exchange.
    let request: String?
    /// Whether the thread slept when it was looked at.
    let isAsleep: Bool

    /// Characters of a request line that a sentence holds.
    static let requestLimit = 120

    /// ` in OnBeginRequest, asleep, for "GET / HTTP/1.1"`, as far as it is known.
    func place(_ names: CallNames) -> String {
        (call.map { " in \(names.notification($0))" } ?? "")
            + (isAsleep ? ", asleep" : ", using the CPU or waiting for it")
            + (request.map { ", for \"\($0)\"" } ?? "")
    }
}

/// How the log names modules and notifications.
struct CallNames: Sendable {
    /// The name of a module by its number.
    let module: @Sendable (UInt32) -> String
    /// The name of a call's notification.
    let notification: @Sendable (ModuleCall) -> String
}
