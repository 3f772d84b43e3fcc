/// What the contract consists of besides interfaces: its version and note, header fields, methods, notifications,
/// priorities, levels of traces, and beside it the calls that breadcrumbs note and the registered statuses. Read from
/// `interfaces/facts`.
struct Facts {
    /// A header field with a number. One of `both` kinds of message counts in either.
    struct Field {
        let number: Int
        let cName: String
        /// As it is written on the wire, in its usual spelling.
        let name: String

        /// `contentMD5` for `Content-MD5`.
        var swiftName: String {
            let words = name.split(separator: "-").map(String.init)
            return SwiftName.lowerCamel(words[0]) + words.dropFirst().joined()
        }
    }

    /// A value of HTTP_VERB.
    struct Verb {
        let number: Int
        let cName: String
        /// Nil for a value that stands for no method.
        let method: String?

        var swiftName: String {
            method?.lowercased() ?? SwiftName.lowerCamel(String(cName.dropFirst("HttpVerb".count)))
        }
    }

    /// A notification of a request (RQ_) or of the process (GL_).
    struct Notification {
        let bit: UInt32
        let cName: String
        /// The method that takes it; nil if none does.
        let method: String?
        /// The method that follows it, for a stage.
        let postMethod: String?
        var documentation: [String] = []

        /// `beginRequest` for `OnBeginRequest`, `rscaQuery` for `OnGlobalRSCAQuery`; empty if no method takes it.
        var swiftName: String { SwiftName.lowerCamel(title) }

        /// `BeginRequest` for `OnBeginRequest`.
        var title: String {
            let name = method ?? ""
            return String(name.dropFirst(name.hasPrefix("OnGlobal") ? 8 : 2))
        }

        var hexadecimal: String { "0x" + Layout.digits(bit, 8) }
    }

    /// A place among the subscribers of a notification.
    struct Priority {
        let name: String
        var documentation: [String] = []
    }

    /// A call into a module that is no notification.
    struct Call {
        let number: UInt32
        let name: String
        /// What logs and crash reports say.
        let words: String

        var cName: String { "BreadcrumbCall" + name }
    }

    /// A registered status code.
    struct Status {
        let code: Int
        let phrase: String
    }

    /// A version of two numbers: of the contract, of the server, or of Swift.
    struct Version {
        var major: UInt32 = 0
        var minor: UInt32 = 0
    }

    /// The note that every module carries.
    struct Note {
        var type: UInt32 = 0
        var owner = ""
        var section = ""
        /// The bytes of its descriptor.
        var size: UInt32 = 0
    }

    /// What a module can be written in.
    struct Language {
        let number: UInt32
        /// What stands behind MODHOST_LANGUAGE_.
        let cName: String
        let swiftName: String
        /// What logs say.
        let words: String
    }

    /// A level of QuickTrace.
    struct TraceLevel {
        let number: UInt32
        let name: String
        /// Whether it says which end of something an event is, in place of how important it is.
        let isMark: Bool
        var documentation: [String] = []

        var cName: String { "HTTP_TRACE_LEVEL_" + name }
    }

    var version = Version()
    var server = Version()
    /// sizeof(WCHAR).
    var wideSize: UInt32 = 0
    var note = Note()
    var languages: [Language] = []
    var swiftReleases: [Version] = []
    var traceLevels: [TraceLevel] = []
    var sharedFields: [Field] = []
    var ownRequestFields: [Field] = []
    var ownResponseFields: [Field] = []
    var verbs: [Verb] = []
    var stages: [Notification] = []
    var events: [Notification] = []
    var globals: [Notification] = []
    var priorities: [Priority] = []
    var calls: [Call] = []
    var statuses: [Status] = []

    var requestFields: [Field] { sharedFields + ownRequestFields }
    var responseFields: [Field] { sharedFields + ownResponseFields }
    /// The events that a method takes.
    var deliveredEvents: [Notification] { events.filter { $0.method != nil } }
}

/// How names become names in Swift.
enum SwiftName {
    /// With a small first letter, or a small first word if that is all in capitals: `beginRequest`, `rscaQuery`, `te`, `eTag`.
    static func lowerCamel(_ text: String) -> String {
        let capitals = text.prefix { $0.isUppercase }.count
        if capitals == text.count { return text.lowercased() }
        let count = max(capitals - 1, 1)
        return text.prefix(count).lowercased() + text.dropFirst(count)
    }
}
