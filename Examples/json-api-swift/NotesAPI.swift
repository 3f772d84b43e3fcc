// NotesAPI.swift - notes by HTTP: /api/notes and /api/notes/NUMBER.
import ModuleKit
import Synchronization

/// What a client sends to make or change a note.
struct Draft: Decodable {
    let text: String
}

/// What a path stands for.
enum Route {
    case notes
    case note(Int)

    /// Nil if the path is not one of ours.
    init?(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.starts(with: ["", "api", "notes"]) else { return nil }
        if parts.count == 3 {
            self = .notes
        } else if parts.count == 4, let id = Int(parts[3]) {
            self = .note(id)
        } else {
            return nil
        }
    }

    var methods: String {
        switch self {
        case .notes: "GET, HEAD, POST"
        case .note: "GET, HEAD, PUT, DELETE"
        }
    }
}

/// One instance serves all requests, on several threads at once, so its state is behind a mutex.
final class NotesAPI: SharedModule, OnExecuteRequestHandler {
    private let store = Mutex(NoteStore())

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard let route = Route(context.request.path) else { return .continue }
        return context.pending { context in
            do {
                try await self.answer(route, context)
            } catch let problem as Problem {
                try await context.respond(problem)
            }
            return .finishRequest
        }
    }

    private nonisolated(nonsending) func answer(_ route: Route, _ context: HttpContext) async throws {
        switch (context.request.method, route) {
        case ("GET", .notes), ("HEAD", .notes):
            try await context.respond(200, store.withLock { $0.all })
        case ("POST", .notes):
            try await add(context)
        case ("GET", .note(let id)), ("HEAD", .note(let id)):
            try await context.respond(200, found(store.withLock { $0.note(id) }))
        case ("PUT", .note(let id)):
            let text = try await text(context)
            try await context.respond(200, found(store.withLock { $0.change(id, to: text) }))
        case ("DELETE", .note(let id)):
            guard store.withLock({ $0.remove(id) }) else { throw Self.notFound }
            context.response.setStatus(204)
        default:
            throw Problem(
                status: 405, message: "This path takes \(route.methods).", headers: ["Allow": route.methods])
        }
    }

    private nonisolated(nonsending) func add(_ context: HttpContext) async throws {
        // First the body, for which the client may take its time, then the lock.
        let text = try await text(context)
        guard let note = store.withLock({ $0.add(text) }) else {
            throw Problem(status: 507, message: "There are \(NoteStore.limit) notes, and no more are kept.")
        }
        context.response.headers["Location"] = "/api/notes/\(note.id)"
        try await context.respond(201, note)
    }

    private nonisolated(nonsending) func text(_ context: HttpContext) async throws -> String {
        let draft = try await context.decodeBody(Draft.self)
        guard !draft.text.isEmpty else { throw Problem(status: 422, message: "The text must not be empty.") }
        return draft.text
    }

    private static let notFound = Problem(status: 404, message: "There is no such note.")

    private func found(_ note: Note?) throws -> Note {
        guard let note else { throw Self.notFound }
        return note
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    NotesAPI.register(version, registration, server)
}
