import CProcess
import Glibc
package import OperatingSystem

/// A child process, until it is reaped. Used by one thread, the one that runs the supervisor.
///
/// The child starts with default signal actions, an empty signal mask, a process group of its own (so that the
/// terminal's SIGINT does not reach it), standard input from /dev/null, and no descriptors but the given ones.
package final class SpawnedProcess {
    /// The child's process number.
    package let pid: Int32

    /// Becomes readable when the child has ended. Owned by this object.
    package let pidfd: Int32

    private var death: WorkerDeath?

    /// Starts `specification`, with `control` as further descriptors and `variables` as further environment.
    ///
    /// Throws ``SystemCallError`` that names the executable, also when it does not exist or cannot be executed.
    package init(
        _ specification: WorkerSpecification,
        control: [InheritedDescriptor] = [],
        variables: [String: String] = [:]
    ) throws(SystemCallError) {
        let descriptors = specification.descriptors + control
        let environment = Self.environment(adding: specification.environment, variables)
        let activity = "starting the worker process \(specification.executable)"
        let program: ProgramFile
        do throws(SystemCallError) {
            program =
                if let opened = specification.program { opened } else {
                    try ProgramFile(path: specification.executable)
                }
        } catch {
            throw SystemCallError(activity, code: error.code)
        }
        let copies = try Self.copies(of: descriptors, and: program, activity: activity)
        defer { for copy in copies { close(copy) } }

        var child: pid_t = 0
        let arguments = CStringArray([specification.executable] + specification.arguments)
        let variables = CStringArray(environment)
        let code = ProcessSpawn_Start(
            copies[descriptors.count], arguments.pointers, variables.pointers, copies, descriptors.map(\.child),
            Int32(descriptors.count), &child)
        withExtendedLifetime((arguments, variables)) {}
        guard code == 0 else { throw SystemCallError(activity, code: code) }
        pid = child
        pidfd = ProcessCalls_OpenPidfd(child)
        guard pidfd >= 0 else {
            let error = SystemCallError("watching the worker process \(child)")
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
            throw error
        }
    }

    deinit { close(pidfd) }

    /// Sends a signal; nothing happens once the child was reaped.
    package func send(_ signal: Int32) {
        guard death == nil else { return }
        kill(pid, signal)
    }

    /// How the child ended; nil while it runs. Never waits.
    package func reap() -> WorkerDeath? {
        if let death { return death }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        death = WorkerDeath(waitStatus: status)
        return death
    }

    /// Copies of the parents' descriptors, the last one of the program, above all target numbers, so that no dup2 overwrites the
    /// source of another.
    private static func copies(
        of descriptors: [InheritedDescriptor], and program: ProgramFile, activity: String
    ) throws(SystemCallError) -> [Int32] {
        let targets = Set(descriptors.map(\.child))
        guard targets.count == descriptors.count, targets.allSatisfy({ $0 > STDERR_FILENO }) else {
            throw SystemCallError(activity, code: EINVAL)
        }
        var copies: [Int32] = []
        for parent in descriptors.map(\.parent) + [program.descriptor] {
            let copy = ProcessCalls_DuplicateFrom(parent, (targets.max() ?? STDERR_FILENO) + 1)
            guard copy >= 0 else {
                let error = SystemCallError("\(activity) with descriptor \(parent)")
                for copy in copies { close(copy) }
                throw error
            }
            copies.append(copy)
        }
        return copies
    }

    /// The runtime's own crash handler is switched off: it prints into any pipe, and runs before ours.
    private static func environment(adding additions: [String: String]...) -> [String] {
        var variables: [String: String] = [:]
        var next = ProcessCalls_Environment()
        while let here = next, let entry = here.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next = here + 1
        }
        for addition in additions { variables.merge(addition) { $1 } }
        variables["SWIFT_BACKTRACE"] = "enable=no"
        return variables.map { "\($0)=\($1)" }.sorted()
    }
}

/// Strings as C wants them: an array of pointers ended by null. Freed with the object.
private final class CStringArray {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
