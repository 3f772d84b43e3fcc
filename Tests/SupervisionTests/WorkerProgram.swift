import CSharedPage
import Glibc
import Supervision
import TestSupport

/// A worker written in C, compiled once per test process with the real CSharedPage sources.
///
/// Its first argument is a mode. Whatever the mode, it ends when its channel does, and after ten minutes at the latest.
/// In mode "serve" it reports ready and then obeys its channel and the bytes that arrive on descriptor 5.
enum WorkerProgram {
    static let path: String = {
        do {
            return try compile()
        } catch {
            return "/nonexistent/\(error)"
        }
    }()

    static func specification(
        _ mode: String, program: String = path, configuration: [UInt8] = [], commands: Int32? = nil
    ) -> WorkerSpecification {
        WorkerSpecification(
            executable: program,
            arguments: [mode],
            configuration: configuration,
            descriptors: commands.map { [InheritedDescriptor(parent: $0, child: ControlDescriptors.firstFree)] } ?? []
        )
    }

    private static func compile() throws -> String {
        let sources = "\(Repository.root)/Sources/Supervision"
        return try BuildCache.file("worker program", named: "worker") { output in
            let file = "\(Repository.modules)/supervised/worker.c"
            let words =
                ["gcc", "-std=gnu11", "-g", "-O1", "-fno-omit-frame-pointer", "-o", output, file]
                + ["-I\(sources)/CSharedPage/include", "-I\(sources)/CProcess/include"]
                + ["-I\(Repository.root)/CModuleHeaders/include"]
                + [
                    "CSharedPage/SharedPage.c", "CSharedPage/CrashHandler.c", "CSharedPage/ForkedChild.c",
                    "CSharedPage/LoadedImages.c", "CProcess/ProcessCalls.c", "CProcess/ProcessSignals.c",
                    "CProcess/MessageSocket.c",
                ].map { "\(sources)/\($0)" }
                + ["-pthread"]
            try FinishedProcess.succeeding(words, in: Repository.root)
        }
    }
}
