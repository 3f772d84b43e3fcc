import Configuration

/// A `handlers` section in force: which modules get EXECUTE_REQUEST_HANDLER of which requests. Immutable; any thread.
package final class HandlerMap: Sendable {
    /// One `add` of the section.
    package struct Handler: Sendable {
        package let name: String
        /// Where it stands in the configuration.
        let place: ConfigurationPlace
        /// What a request must be for to be handled by it.
        let paths: [PathPattern]
        /// Nil: any.
        let verbs: [String]?
        let resource: Resource
        let access: Access
        /// The modules of the place, of which those that it names are tried.
        package let pipeline: Pipeline
        /// Whether one of them can be asked at all.
        package let canRun: Bool
    }

    /// What has to be there on disk.
    enum Resource: Int64, Sendable {
        case file, directory, either, unspecified
    }

    /// What its files must be open for.
    enum Access: Int64, Sendable {
        case none, read, write, script, execute
    }

    package let handlers: [Handler]
    /// Where the section has no handlers and only a policy: every subscriber is tried.
    let everyone: Pipeline?
    /// What may be done at all.
    private let policy: AccessPolicy

    private init(handlers: [Handler], everyone: Pipeline?, policy: AccessPolicy) {
        self.handlers = handlers
        self.everyone = everyone
        self.policy = policy
    }

    /// What comes of looking for the handler of a request.
    package enum Choice: Sendable {
        case handler(Handler)
        /// Nothing of the section is for such a path and verb.
        case none
        /// Something is, but what it is for is not there.
        case nothingThere
        /// The policy of the place does not allow it: the substatus of 403.
        case denied(UInt16)
    }

    /// The first handler for a request. `path` is what follows the application, and `kind` looks what is on disk; it is asked
    /// only if it matters.
    func choose(path: String, verb: String, isLocal: Bool, kind: () -> Resource?) -> Choice {
        let path = HandledPath(path)
        let verb = verb.uppercased()
        var onDisk: Resource??
        var isMeant = false
        for handler in handlers {
            guard handler.verbs?.contains(verb) != false, handler.paths.contains(where: { $0.matches(path) }) else {
                continue
            }
            isMeant = true
            if handler.resource != .unspecified {
                let found = onDisk ?? kind()
                onDisk = .some(found)
                guard let found, handler.resource == .either || handler.resource == found else { continue }
            }
            if let substatus = policy.refusal(of: handler.access, isLocal: isLocal) { return .denied(substatus) }
            return .handler(handler)
        }
        return isMeant ? .nothingThere : .none
    }

    /// The same without any handler: whether files may be read.
    func refusal(isLocal: Bool) -> UInt16? { policy.refusal(of: .read, isLocal: isLocal) }
}

/// What `accessPolicy` allows.
struct AccessPolicy: Sendable {
    private let bits: Int64

    init(_ bits: Int64) { self.bits = bits }

    /// The bits of the attribute: what is open, and what is so for this machine only.
    private static func bits(of access: HandlerMap.Access) -> (open: Int64, local: Int64, substatus: UInt16)? {
        switch access {
        case .none: nil
        case .read: (1, 4_096, 2)
        case .write: (2, 1_024, 3)
        case .script: (512, 16_384, 1)
        case .execute: (4, 8_192, 1)
        }
    }

    /// The substatus of 403 if it is not allowed.
    func refusal(of access: HandlerMap.Access, isLocal: Bool) -> UInt16? {
        guard let needed = Self.bits(of: access) else { return nil }
        let isOpen = bits & needed.open != 0 && (isLocal || bits & needed.local == 0)
        return isOpen ? nil : needed.substatus
    }
}

/// A path of a handler: `*.php`, `hello.axd`, `api/*`. Letters count without regard to case.
///
/// One without a slash is compared to the last name of the URL, one with a slash to all that follows the application.
struct PathPattern: Sendable {
    private let text: [UInt8]
    private let isWhole: Bool

    init(_ text: some StringProtocol) {
        isWhole = text.contains("/")
        self.text = Array(text.lowercased().drop { $0 == "/" }.utf8)
    }

    /// Reads a list with commas.
    static func list(_ text: String) -> [PathPattern] {
        text.split(separator: ",").map { PathPattern($0.trimmed) }
    }

    /// Whether it is for a URL.
    func matches(_ path: HandledPath) -> Bool {
        Self.matches(text[...], isWhole ? path.bytes[...] : path.bytes[path.lastName...])
    }

    /// `*` stands for any bytes, `?` for one. The last `*` is tried again further on, which is enough.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (p, t) = (pattern.startIndex, text.startIndex)
        var star: (p: Int, t: Int)?
        while t < text.endIndex {
            if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.endIndex, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
                p += 1
                t += 1
            } else if let last = star {
                (p, t) = (last.p + 1, last.t + 1)
                star = (last.p, last.t + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// What follows the application in the path of a URL, as patterns are compared to it: small letters, single slashes, and none at its
/// ends. Made once for a request.
struct HandledPath: Sendable {
    let bytes: [UInt8]
    /// Where the last name begins.
    let lastName: Int

    init(_ path: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.utf8.count)
        let slash = UInt8(ascii: "/")
        for byte in path.lowercased().utf8 where byte != slash || (bytes.last ?? slash) != slash { bytes.append(byte) }
        if bytes.last == slash { bytes.removeLast() }
        self.bytes = bytes
        lastName = bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    fileprivate var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}

extension HandlerMap {
    /// The section as it is in force at a place of an application in `pool` where the modules in `order` run; nil if it says nothing
    /// of handlers and access. A section of which all handlers were taken away has none for anything.
    ///
    /// `pipeline` gives the pipeline of these modules for a way of handling.
    convenience init?(
        _ section: ConfigurationElement, of modules: [LoadedModule], order: [Int], pool: String,
        pipeline: (Pipeline.Execution) -> Pipeline
    ) {
        let isUnmapped = section.items.isEmpty && !section.isCleared
        guard !isUnmapped || section.values["accessPolicy"] != nil else { return nil }
        let items = section.items.filter { $0.conditionsHold(pool: pool) }
        self.init(
            handlers: items.map { Handler($0, of: modules, order: order, pipeline: pipeline) },
            everyone: isUnmapped ? pipeline(.everyone) : nil,
            policy: AccessPolicy(section.int("accessPolicy")))
    }
}

extension HandlerMap.Handler {
    init(
        _ item: ConfigurationElement, of all: [LoadedModule], order: [Int], pipeline: (Pipeline.Execution) -> Pipeline
    ) {
        let verb = item.string("verb")
        let named = item.string("modules").split(separator: ",").compactMap { name in
            order.first { all[$0].name.lowercased() == name.trimmed.lowercased() }
        }
        name = item.string("name")
        place = item.place ?? .schema
        paths = PathPattern.list(item.string("path"))
        verbs = verb == "*" ? nil : verb.split(separator: ",").map { $0.trimmed.uppercased() }
        resource = HandlerMap.Resource(rawValue: item.int("resourceType")) ?? .unspecified
        access = HandlerMap.Access(rawValue: item.int("requireAccess")) ?? .script
        let isManaged = !item.string("type").isEmpty
        self.pipeline = pipeline(.these(isManaged ? [] : named))
        canRun =
            !isManaged
            && named.contains { all[$0].isCalled(for: Notification(.executeRequestHandler, isPost: false)) }
    }
}
