/// A descriptor of this process, and the number that it gets in the worker. The parent's stays open and is not owned.
package struct InheritedDescriptor: Hashable, Sendable {
    /// The number in this process.
    package var parent: Int32

    /// The number in the worker; 3 or more.
    package var child: Int32

    /// Gives `parent` to the worker as `child`.
    package init(parent: Int32, child: Int32) {
        self.parent = parent
        self.child = child
    }
}

/// What a worker process is: the same for each worker of a supervisor, but for what is its own. A value.
package struct WorkerSpecification: Sendable {
    /// Path of the executable; not searched for in PATH.
    package var executable: String

    /// The executable, opened: then workers are started from it, and not from what lies at its path by then.
    package var program: ProgramFile?

    /// Arguments after the name of the program.
    package var arguments: [String]

    /// What the worker is to be, in bytes that only it understands: the first thing that it is sent.
    package var configuration: [UInt8]

    /// What workers are to be that are not all the same: that of position 1 first. Empty if all are.
    package var ownConfigurations: [[UInt8]] = []

    /// Variables added to, or replacing those of, the environment of this process.
    package var environment: [String: String]

    /// Descriptors that each worker inherits, besides standard output and error, and its control descriptors
    /// (``ControlDescriptors``). Use numbers from ``ControlDescriptors/firstFree`` on. All others are closed.
    package var descriptors: [InheritedDescriptor]

    /// Further descriptors for one position alone: those of position 1 first. Empty if no position has any.
    package var ownDescriptors: [[InheritedDescriptor]] = []

    /// A worker with no more than is named here.
    package init(
        executable: String,
        arguments: [String] = [],
        configuration: [UInt8] = [],
        environment: [String: String] = [:],
        descriptors: [InheritedDescriptor] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.configuration = configuration
        self.environment = environment
        self.descriptors = descriptors
    }
}

/// The descriptors between a supervisor and its worker, as numbers in the worker.
package struct ControlDescriptors: Hashable, Sendable {
    /// The worker's end of the channel (``ChannelMessage``).
    package var channel: Int32

    /// The shared page.
    package var page: Int32

    /// Other numbers than ``inWorker``, for a worker and supervisor in one process.
    package init(channel: Int32, page: Int32) {
        self.channel = channel
        self.page = page
    }

    /// The numbers that the supervisor gives to each worker.
    package static let inWorker = ControlDescriptors(channel: 3, page: 4)

    /// The first number that ``WorkerSpecification/descriptors`` may use.
    package static let firstFree: Int32 = 5

    /// The environment variable that tells a worker its position, 1 the first.
    package static let positionVariable = "MODHOST_WORKER_POSITION"
}
