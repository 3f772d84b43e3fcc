/// The effective pipeline in words: for each notification the modules in the order in which they will run, and why.
package struct PipelineReport {
    /// Lines for a person, each ended by a newline.
    package let text: String

    package init(_ pipeline: Pipeline) {
        var lines: [String] = []
        if pipeline.modules.isEmpty { lines.append("no modules") }
        for module in pipeline.modules {
            let remark = module.registration.isEmpty ? " (asked for no notification, so it is never called)" : ""
            lines.append("module \(module.index) \"\(module.name)\" from \(module.path)\(remark)")
        }
        lines.append("")
        lines += Self.globalLines(pipeline)
        lines += Self.notifications(pipeline)
        text = lines.joined(separator: "\n") + "\n"
    }

    /// For each notification of a request a line, and one for each module that gets it.
    static func notifications(_ pipeline: Pipeline) -> [String] {
        var lines: [String] = []
        for stage in Stage.allCases {
            lines += Self.lines(Notification(stage, isPost: false), pipeline)
            lines += Self.lines(Notification(stage, isPost: true), pipeline)
        }
        if !pipeline.sendResponse.isEmpty {
            lines.append("OnSendResponse (at each push; the order is inverted: LAST first)")
            for index in pipeline.sendResponse.indices {
                lines.append(Self.line(pipeline.sendResponse[index], pipeline))
            }
        }
        for notification in [Notification.readEntity, .mapPath, .customRequestNotification] {
            lines += Self.lines(notification, pipeline)
        }
        return lines
    }

    private static func globalLines(_ pipeline: Pipeline) -> [String] {
        GlobalNotification.allCases.flatMap { notification -> [String] in
            let subscribers = pipeline.subscribers(of: notification)
            guard !subscribers.isEmpty else { return [] }
            return [notification.description]
                + subscribers.map { module in
                    "    \(module.name)  priority \(module.registration.priority(notification)), \(place(module))"
                }
        }
    }

    private static func lines(_ notification: Notification, _ pipeline: Pipeline) -> [String] {
        let steps = pipeline.subscribers(of: notification)
        guard !steps.isEmpty else { return [] }
        let isExecute = notification == Notification(.executeRequestHandler, isPost: false)
        let rule = isExecute ? " (tried in this order until one has handled the request)" : ""
        return [notification.description + rule] + steps.map { line($0, pipeline) }
    }

    private static func line(_ step: Pipeline.Step, _ pipeline: Pipeline) -> String {
        let module = pipeline.modules[step.module]
        // Where a handler says who is tried, nothing else does.
        if step.isExecute, let named = pipeline.namedHandlers, let index = named.firstIndex(of: step.module) {
            return "    \(module.name)  number \(index + 1) of the handler"
        }
        let number = (pipeline.order.firstIndex(of: step.module) ?? 0) + 1
        return
            "    \(module.name)  priority \(module.registration.priority(step.notification)), number \(number) in the list"
    }

    private static func place(_ module: LoadedModule) -> String { "number \(module.index) in the list" }
}
