import Configuration

/// What is in force for one request, in lines for a person: its site, application and folder, its handler, and the modules that run
/// for it.
package struct PlaceReport {
    /// Lines, each ended by a newline; a sentence if no site is for the request.
    package let text: String

    /// A request as the report needs it.
    package struct Request: Codable, Sendable, Equatable {
        package var method: String
        /// The value of its Host field.
        package var host: String
        /// After cooking.
        package var path: String
        /// The number of the address that it comes in by.
        package var listener: Int

        package init(method: String, host: String, path: String, listener: Int) {
            self.method = method
            self.host = host
            self.path = path
            self.listener = listener
        }
    }

    package init(_ request: Request, _ host: ModuleHost) {
        var (name, path) = (request.host, request.path)
        let found = name.withUTF8 { name in
            path.withUTF8 { path in
                host.places.find(
                    listener: request.listener, host: UnsafeRawBufferPointer(name), path: UnsafeRawBufferPointer(path))
            }
        }
        switch found {
        case .place(let place): text = Self.text(request, place.takeUnretainedValue())
        case .retained(let place): text = Self.text(request, place.takeRetainedValue())
        case .unread(let number, _):
            text = Self.text(request, host.places.read(number, path: request.path).takeRetainedValue())
        case .hidden: text = "\(ConfigurationTree.folderFile) is never served: 404.8\n"
        case .noSite: text = "no site is for the host \"\(request.host)\" there: 400\n"
        }
    }

    private static func text(_ request: Request, _ place: Place) -> String {
        let (application, directory) = (place.application, place.directory)
        let file = place.file(for: request.path)
        var lines = [
            "\(request.method) \(request.host) \(request.path)",
            "site                \(place.site.id) \"\(place.site.name)\"",
            "application         \(application.path)  pool \"\(application.pool)\"",
            "virtual directory   /\(directory.names.joined(separator: "/"))  \(directory.folder.path)",
            "physical path       \(file ?? "none: a symbolic link on the way leads where it may not")",
        ]
        guard !place.isBroken else {
            return (lines + ["a web.config on the way is wrong: 500.19"]).joined(separator: "\n") + "\n"
        }
        let (line, pipeline) = handler(request, place, file)
        lines.append("handler             \(line)")
        guard let pipeline else { return lines.joined(separator: "\n") + "\n" }
        lines.append("")
        lines += PipelineReport.notifications(pipeline)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The handler, and the pipeline with the modules that it names.
    private static func handler(_ request: Request, _ place: Place, _ file: String?) -> (String, Pipeline?) {
        guard let map = place.handlers else { return ("every subscriber of OnExecuteRequestHandler", place.pipeline) }
        if let everyone = map.everyone {
            let refusal = map.refusal(isLocal: true).map { "403.\($0), by accessPolicy" }
            return (refusal ?? "every subscriber of OnExecuteRequestHandler", everyone)
        }
        let choice = map.choose(
            path: place.pathInApplication(request.path), verb: request.method, isLocal: true,
            kind: { file.flatMap { FileKind.of($0) }.map { $0 == .folder ? .directory : .file } })
        switch choice {
        case .handler(let handler):
            let fault = handler.canRun ? "" : ": 500.21, since none of its modules runs here and handles requests"
            return ("\(handler.name)  \(handler.place)\(fault)", handler.pipeline)
        case .none: return ("none is for this path and verb: 404.4", place.pipeline)
        case .nothingThere: return ("none is for what is there: 404", place.pipeline)
        case .denied(let substatus): return ("403.\(substatus), by accessPolicy", place.pipeline)
        }
    }
}
