/// Holds the facts against each other and against the tables of the classes that modules derive from.
struct FactsCheck {
    let facts: Facts
    let contract: Contract

    /// Throws for the first fact that is wrong or missing.
    func run() throws(DescriptionError) {
        try checkFields()
        try checkVerbs()
        try checkStages()
        try checkBits(facts.stages + facts.events, "RQ_")
        try checkBits(facts.globals, "GL_")
        try checkMethods(
            facts.stages + facts.events, of: "CHttpModule", besides: ["OnAsyncCompletion"])
        try checkMethods(facts.globals, of: "CGlobalModule", besides: [])
        try checkCalls()
        try checkContract()
        try checkTraces()
        try checkOnce(facts.priorities.map(\.name), FactsFile.notifications)
        try checkOnce(facts.statuses.map { "\($0.code)" }, FactsFile.statuses)
        for status in facts.statuses where !(100...599).contains(status.code) {
            throw failure(.statuses, "\(status.code) is not a status of HTTP")
        }
    }

    private func failure(_ file: FactsFile, _ text: String) -> DescriptionError {
        DescriptionError("\(file.path): \(text)")
    }

    /// Each kind of message counts from 0 without a gap, has at most 64 fields, which fit the bits of a word, and only names
    /// that `NameKey` can compare.
    private func checkFields() throws(DescriptionError) {
        for (kind, fields) in [("requests", facts.requestFields), ("responses", facts.responseFields)] {
            try checkOnce(fields.map { $0.name.lowercased() }, .fields)
            for (place, field) in fields.enumerated() where field.number != place {
                throw failure(
                    .fields, "\(field.name) has the number \(field.number), but is number \(place) of \(kind)")
            }
            guard fields.count <= 64 else {
                throw failure(.fields, "\(kind) have \(fields.count) fields; the bits of a word tell 64 apart")
            }
        }
        let all = facts.requestFields + facts.ownResponseFields
        try checkOnce(all.map(\.cName), .fields)
        for field in all {
            let isToken = field.name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D
            }
            guard isToken, (2...24).contains(field.name.utf8.count) else {
                throw failure(
                    .fields,
                    "'\(field.name)' is not a name of 2 to 24 letters, digits and hyphens, as NameKey compares them")
            }
            guard field.cName.hasPrefix("HttpHeader") else {
                throw failure(.fields, "the C name \(field.cName) does not begin with HttpHeader")
            }
        }
    }

    private func checkVerbs() throws(DescriptionError) {
        try checkOnce(facts.verbs.map(\.cName), .verbs)
        try checkOnce(facts.verbs.compactMap(\.method), .verbs)
        for (place, verb) in facts.verbs.enumerated() {
            guard verb.number == place else {
                throw failure(.verbs, "\(verb.cName) has the number \(verb.number), but is number \(place)")
            }
            guard verb.cName.hasPrefix("HttpVerb") else {
                throw failure(.verbs, "the C name \(verb.cName) does not begin with HttpVerb")
            }
            if let method = verb.method, !method.allSatisfy(\.isUppercase) || !(3...24).contains(method.count) {
                throw failure(.verbs, "'\(method)' is not a method of 3 to 24 capitals, as HTTPVerb compares them")
            }
        }
    }

    /// Stage n has bit n and the slots 2n and 2n + 1: the host reckons with that.
    private func checkStages() throws(DescriptionError) {
        guard facts.stages.count == 12 else {
            throw failure(.notifications, "there are \(facts.stages.count) stages instead of 12")
        }
        for (place, stage) in facts.stages.enumerated() {
            guard stage.bit == 1 << UInt32(place) else {
                throw failure(.notifications, "\(stage.cName) is stage \(place) and does not have bit \(place)")
            }
            let slots = [stage.method, stage.postMethod].map { contract.slotNumber($0, in: "CHttpModule") }
            guard slots == [place * 2, place * 2 + 1] else {
                throw failure(
                    .notifications,
                    "\(stage.method ?? "") and \(stage.postMethod ?? "") are not the slots \(place * 2) and "
                        + "\(place * 2 + 1) of CHttpModule")
            }
            guard stage.postMethod == "OnPost\(stage.title)" else {
                throw failure(.notifications, "what follows \(stage.method ?? "") is not called OnPost\(stage.title)")
            }
        }
    }

    private func checkBits(_ notifications: [Facts.Notification], _ prefix: String) throws(DescriptionError) {
        try checkOnce(notifications.map(\.hexadecimal), .notifications)
        try checkOnce(notifications.map(\.cName), .notifications)
        for notification in notifications where !notification.cName.hasPrefix(prefix) {
            throw failure(.notifications, "the C name \(notification.cName) does not begin with \(prefix)")
        }
    }

    /// Each method is a slot of the class, and each slot called `On…` is the method of one notification.
    private func checkMethods(
        _ notifications: [Facts.Notification], of name: String, besides: Set<String>
    ) throws(DescriptionError) {
        let methods = notifications.flatMap { [$0.method, $0.postMethod].compactMap { $0 } }
        try checkOnce(methods, .notifications)
        let slots = contract.interface(named: name).map { contract.table(of: $0).map(\.slot.cName) } ?? []
        for method in methods where !slots.contains(method) {
            throw failure(.notifications, "\(name) has no slot \(method)")
        }
        for slot in slots where slot.hasPrefix("On") && !besides.contains(slot) && !methods.contains(slot) {
            throw failure(.notifications, "no notification is delivered to \(name)::\(slot): add its line")
        }
    }

    private func checkCalls() throws(DescriptionError) {
        try checkOnce(facts.calls.map(\.name), .calls)
        try checkOnce(facts.calls.map { "\($0.number)" }, .calls)
        for call in facts.calls where call.number.nonzeroBitCount < 2 {
            throw failure(.calls, "the number of \(call.name) has a single bit, as that of a notification")
        }
    }

    /// The words of the note in the kit, and what the host reads of it, are made for a descriptor of four numbers and 16
    /// bytes of text.
    private func checkContract() throws(DescriptionError) {
        guard facts.note.size == 32 else {
            throw failure(
                .contract, "the descriptor of the note has \(facts.note.size) bytes; four numbers and a text make 32")
        }
        try checkOnce(facts.languages.map { "\($0.number)" }, .contract)
        for name in ["C", "CXX", "SWIFT"] where !facts.languages.contains(where: { $0.cName == name }) {
            throw failure(
                .contract, "there is no language with the C name \(name), in which the headers write the note")
        }
        let releases = facts.swiftReleases
        for (release, next) in zip(releases, releases.dropFirst())
        where (release.major, release.minor) >= (next.major, next.minor) {
            throw failure(.contract, "Swift \(next.major).\(next.minor) stands below one that is not older")
        }
        for release in releases where release.major > 9 || release.minor > 9 {
            throw failure(
                .contract, "Swift \(release.major).\(release.minor) has a number of two digits, which no ladder knows")
        }
    }

    private func checkTraces() throws(DescriptionError) {
        try checkOnce(facts.traceLevels.map(\.name), .traces)
        for (place, level) in facts.traceLevels.enumerated() where level.number != place + 1 {
            throw failure(.traces, "\(level.name) has the number \(level.number), but is number \(place + 1)")
        }
    }

    private func checkOnce(_ names: [String], _ file: FactsFile) throws(DescriptionError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw failure(file, "'\(name)' stands there twice; remove one of the two")
        }
    }
}

extension Contract {
    /// The number of a slot in the table of an interface.
    func slotNumber(_ slot: String?, in name: String) -> Int? {
        interface(named: name).flatMap { table(of: $0).first { $0.slot.cName == slot }?.number }
    }
}
