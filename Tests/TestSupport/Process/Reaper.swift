import CProcess
import Glibc

/// Kills what tests have started, should the process that runs them be killed before they could end it.
///
/// It is a shell that reads each start and each end from a pipe, and acts when that pipe is closed.
enum Reaper {
    static func started(_ pid: pid_t) { tell("started \(pid)\n") }

    static func ended(_ pid: pid_t) { tell("ended \(pid)\n") }

    private static let script = """
        alive=
        while read -r event pid; do
            case $event in
            started) alive="$alive $pid" ;;
            ended) alive=$(for one in $alive; do [ "$one" = "$pid" ] || echo "$one"; done) ;;
            esac
        done
        for pid in $alive; do kill -KILL "$pid"; done
        """

    /// The write end of the pipe, made with the first process of a test run; -1 if there can be no reaper.
    private static let descriptor: Int32 = {
        var ends: [Int32] = [-1, -1]
        guard ProcessCalls_MakePipe(&ends) == 0 else { return -1 }
        for end in ends { _ = fcntl(end, F_SETFL, 0) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // In a group of its own, so that what ends the test run from a terminal does not end it.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(script), nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &words, environ)
        close(ends[0])
        return code == 0 ? ends[1] : -1
    }()

    /// One write of a short line is whole, whatever other threads write.
    private static func tell(_ line: String) {
        let bytes = Array(line.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }
}
