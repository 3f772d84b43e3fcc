import Configuration
import FoundationEssentials
import ModuleHost
import OperatingSystem
import Supervision

/// What one worker is told: it goes over the worker's channel as JSON, which is the encoding that a person can read and a decoder
/// of the toolchain checks. Encoded once by the supervisor, decoded once by each worker at its start.
struct WorkerAssignment: Codable, Equatable {
    var configuration: ServerConfiguration
    /// What the modules may ask for. Nil: nothing but what the schemas say.
    var tree: TreeRecord?
    /// The numbers under which the worker inherits the sockets to accept on, one for each event loop and address.
    var sockets: [Int32] = []
    /// For each of them the number of its address in the configuration.
    var addresses: [Int] = []
    /// Whether the worker only loads the modules and prints the pipeline, for `modhost check`.
    var isReport = false
    /// The requests that the report is about; none if it is about the whole server.
    var requests: [PlaceReport.Request] = []

    /// The bytes for the channel.
    func encoded() throws(StartFailure) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(self))
        } catch {
            throw StartFailure(description: "the configuration cannot be sent to workers: \(error)")
        }
    }
}

extension WorkerAssignment {
    /// Reads what `encoded` has written.
    init(decoding bytes: [UInt8]) throws(StartFailure) {
        do {
            self = try JSONDecoder().decode(WorkerAssignment.self, from: Data(bytes))
        } catch {
            throw StartFailure(
                description: "the worker does not understand its configuration (\(error)); start the server again")
        }
    }
}

extension WorkerSpecification {
    /// Workers of this program with that assignment.
    init(_ assignment: WorkerAssignment) throws(StartFailure) {
        self.init(
            executable: try OwnExecutable.path(), arguments: ["worker"], configuration: try assignment.encoded())
        do throws(SystemCallError) {
            program = try ProgramFile(ownAt: executable)
        } catch {
            throw StartFailure(description: "\(error)")
        }
    }
}
