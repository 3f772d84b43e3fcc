import ArgumentParser
import Glibc
import ModuleHost
import Supervision

/// What `serve` and `check` have in common: which modules, where to listen, how many processes and loops.
struct ServeOptions: ParsableArguments {
    @Argument(
        help: "Module files, in the order in which they run within a priority.",
        completion: .file(extensions: ["so"]))
    var files: [String] = []

    @Option(
        name: .customLong("module"),
        help: ArgumentHelp("A module under a name of your choice.", valueName: "name=path"))
    var named: [String] = []

    @Option(
        name: .customLong("listen"),
        help: ArgumentHelp(
            "Where to listen: 127.0.0.1:8080, [::1]:8080 or unix:/path. May be given several times.",
            valueName: "address"))
    var addresses: [String] = []

    @Option(help: ArgumentHelp("Processes that serve.", valueName: "n"))
    var workers: Int = 1

    @Option(help: ArgumentHelp("Event loops in each of them; one per core if not given.", valueName: "n"))
    var threads: Int?

    @Option(
        name: .customLong("start-limit"),
        help: ArgumentHelp("Seconds that all modules together may take to load.", valueName: "seconds"))
    var startLimit: Int = 60

    @OptionGroup var execution: ExecutionOptions
    @OptionGroup(title: "Files") var site: SiteOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Access log") var accessLog: AccessLogOptions
    @OptionGroup(title: "Proxies") var proxies: ProxyOptions

    /// Where to listen if nothing is said.
    static let defaultAddress = "127.0.0.1:8080"

    func validate() throws {
        guard (1...1024).contains(workers) else {
            throw ValidationError("--workers takes a number from 1 to 1024, not \(workers).")
        }
        guard (1...256).contains(threads ?? 1) else {
            throw ValidationError("--threads takes a number from 1 to 256, not \(threads ?? 0).")
        }
        guard (1...3600).contains(startLimit) else {
            throw ValidationError("--start-limit takes a number from 1 to 3600, not \(startLimit).")
        }
        for text in addresses { _ = try address(text) }
        _ = try requests()
    }

    /// What a supervisor holds workers to.
    var policy: WorkerPolicy {
        var policy = WorkerPolicy()
        policy.readyLimit = .seconds(startLimit)
        return policy
    }

    /// Event loops per worker.
    var loops: Int { threads ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The addresses to listen on.
    func listenAddresses() throws -> [ListenAddress] {
        try (addresses.isEmpty ? [Self.defaultAddress] : addresses).map(address)
    }

    private func address(_ text: String) throws -> ListenAddress {
        do throws(ListenError) {
            return try ListenAddress(parsing: text)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// A module as the user named it; `name` is nil if its file gives it.
    struct Request {
        let name: String?
        let path: String
    }

    /// The modules in the order given: plain files first, then named ones.
    func requests() throws -> [Request] {
        try files.map { Request(name: nil, path: $0) }
            + named.map { text in
                guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
                    text.index(after: equals) != text.endIndex
                else {
                    throw ValidationError(
                        "--module takes NAME=PATH, such as --module hello=build/hello.so, not '\(text)'.")
                }
                return Request(name: String(text[..<equals]), path: String(text[text.index(after: equals)...]))
            }
    }
}
