package import Executors
import ModuleFiles

/// What a worker is told to be: which modules in which order, and the one site they serve.
package struct HostConfiguration: Sendable {
    /// One module to load.
    package struct Module: Sendable {
        /// The name in logs, GetName and server variables.
        package var name: String
        /// The file as the user named it; interfaces and logs show this one.
        package var path: String
        /// The same from the root on: where the module finds what lies beside it. Made before any module runs, which may change
        /// the working folder.
        package let absolutePath: String
        /// The file to open: a private copy of it.
        package var image: String
        /// Where its notifications may run.
        package var execution: ExecutionMode

        package init(name: String, path: String, image: String, execution: ExecutionMode = .auto) {
            self.name = name
            self.path = path
            absolutePath = FileTree.absolute(path)
            self.image = image
            self.execution = execution
        }
    }

    /// In the order of the list: the order in which they run within a priority.
    package var modules: [Module]
    /// The folder whose files URLs stand for.
    package var root: String
    /// How far symbolic links below it may lead.
    package var links: SymbolicLinks
    package var siteName: String
    /// The name that IHttpServer::GetAppPoolName answers.
    package var poolName: String
    package var pool: WorkerPoolLimits
    /// Whether the name of each request's user is kept for a log.
    package var keepsUserNames = false

    package init(
        modules: [Module], root: String = "/var/empty", links: SymbolicLinks = .inside,
        siteName: String = "Default Web Site",
        poolName: String = "DefaultAppPool", pool: WorkerPoolLimits = WorkerPoolLimits()
    ) {
        self.modules = modules
        self.root = root
        self.links = links
        self.siteName = siteName
        self.poolName = poolName
        self.pool = pool
    }
}
