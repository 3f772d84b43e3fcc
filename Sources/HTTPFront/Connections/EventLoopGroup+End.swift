import Glibc
import NIOPosix

extension MultiThreadedEventLoopGroup {
    /// Ends the threads of the group and waits for that.
    ///
    /// SwiftNIO tells of the end through libdispatch, which crashes the process when it finds no `/proc` to see its own threads
    /// in. There the threads are left to the end of the process, which is next.
    func end() {
        guard access("/proc/self/stat", R_OK) == 0 else { return }
        try? syncShutdownGracefully()
    }
}
