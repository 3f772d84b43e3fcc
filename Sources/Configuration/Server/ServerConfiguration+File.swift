// What the file of a server says, put into the fields that the rest of the program goes by.
extension ServerFile {
    /// A module that the file names.
    package struct Module: Sendable, Equatable {
        package let name: String
        /// From the folder of the file on.
        package let path: String
        package let execution: ExecutionMode?
        package let place: ConfigurationPlace
        /// The pools that it is for; empty for all.
        package let pools: [String]
    }

    /// Puts into `configuration` what the file says, but for the modules, whose files have to be read first. Answers what is
    /// wrong with values that only their user can judge.
    package func fill(_ configuration: inout ServerConfiguration) -> [ConfigurationMistake] {
        var mistakes: [ConfigurationMistake] = []
        let server = section("modhost/server")
        configuration.workers = Int(server.int("workers"))
        if server.int("threads") > 0 { configuration.threads = Int(server.int("threads")) }
        configuration.startLimit = Int(server.seconds("startLimit"))
        fillListen(&configuration, &mistakes)
        let site = section("modhost/site")
        if site.values["root"] != nil, let root = path(of: "root", in: site, &mistakes) {
            configuration.site.root = root
        }
        if let links = site.choice("symlinks", SymbolicLinks.self) { configuration.site.symbolicLinks = links }
        if !sites.sites.isEmpty {
            configuration.sites = sites.sites
            configuration.listen = sites.listeners
        }
        configuration.pools = pools.pools
        fillLimits(&configuration)
        let proxies = section("modhost/proxies")
        configuration.proxies.expectsHeader = proxies.bool("expectsHeader")
        configuration.proxies.trusted = proxies.child("trusted")?.items.map { $0.string("address") } ?? []
        fillLog(&configuration, &mistakes)
        if !sites.sites.isEmpty { mistakes += configuration.poolReport().mistakes }
        return mistakes
    }

    /// The proxies that the file believes, and where it says so.
    package func trustedProxies() -> [(address: String, place: ConfigurationPlace)] {
        let trusted = section("modhost/proxies").child("trusted")?.items ?? []
        return trusted.map { ($0.string("address"), $0.place(of: "address")) }
    }

    /// Where a value of a section was set, for what is found wrong with it later.
    package func place(of attribute: String, in name: String) -> ConfigurationPlace {
        section(name).place(of: attribute)
    }

    private func section(_ name: String) -> ConfigurationElement {
        tree.section(name, at: .server)?.element ?? ConfigurationElement(ElementSchema(name: name))
    }

    private func fillListen(_ configuration: inout ServerConfiguration, _ mistakes: inout [ConfigurationMistake]) {
        let listen = section("modhost/listen").items
        guard !listen.isEmpty else {
            guard let place = section("modhost/listen").place else { return }
            return mistakes.append(ConfigurationMistake(place, "listen names no address, such as 127.0.0.1:8080"))
        }
        configuration.listen = listen.compactMap { item in
            let text = item.string("address")
            let address = text.hasPrefix("http://") ? String(text.dropFirst("http://".count)) : text
            do throws(ConfigurationError) {
                return try ListenAddress(parsing: address)
            } catch {
                mistakes.append(ConfigurationMistake(item.place(of: "address"), error.description))
                return nil
            }
        }
    }

    private func fillLimits(_ configuration: inout ServerConfiguration) {
        let limits = section("modhost/limits")
        configuration.limits.bodyBytes = UInt64(limits.int("body"))
        configuration.limits.headerBytes = Int(limits.int("headers"))
        configuration.limits.headerCount = Int(limits.int("headerCount"))
        configuration.limits.headSeconds = limits.seconds("headTime")
        configuration.limits.bodyBytesPerSecond = Int(limits.int("bodyRate"))
        configuration.limits.idleSeconds = limits.seconds("idleTime")
        configuration.limits.writeSeconds = limits.seconds("writeTime")
        configuration.limits.drainSeconds = limits.seconds("drainTime")
        configuration.limits.requestsPerConnection = Int(limits.int("requests"))
        configuration.limits.connections = Int(limits.int("connections"))
        configuration.limits.connectionsPerAddress = Int(limits.int("connectionsPerAddress"))
        configuration.threadPool.queue = Int(limits.int("queue"))
        configuration.threadPool.maximum = Int(limits.int("threads"))
    }

    private func fillLog(_ configuration: inout ServerConfiguration, _ mistakes: inout [ConfigurationMistake]) {
        let log = section("modhost/log")
        configuration.log.level = log.choice("level", LogLevel.self) ?? .info
        configuration.log.format = log.choice("format", LogForm.self) ?? .text
        if let file = log.values["file"] {
            configuration.log.path = path(of: "file", in: log, &mistakes)
            if log.string("file") == "-" {
                mistakes.append(
                    ConfigurationMistake(
                        file.place, "the log goes to standard error if no file is named; leave it out, or name a file"))
            }
        }
        guard let access = log.child("access") else { return }
        guard access.values["file"] != nil else {
            // A flag for the form of a log that is not written has always been passed over.
            guard let format = access.values["format"], format.place != .commandLine else { return }
            return mistakes.append(
                ConfigurationMistake(
                    format.place, "the access log has a format and no file; name the file, or - for standard output"))
        }
        let isOutput = access.string("file") == "-"
        guard let file = isOutput ? "-" : path(of: "file", in: access, &mistakes) else { return }
        configuration.accessLog = AccessLogConfiguration(
            path: file, format: access.choice("format", AccessLogFormat.self) ?? .w3c)
    }

    /// What the path of an attribute stands for; nil if it can stand for nothing, which is told.
    private func path(
        of attribute: String, in element: ConfigurationElement, _ mistakes: inout [ConfigurationMistake]
    ) -> String? {
        do throws(ConfigurationMistake) {
            return try paths.path(of: attribute, in: element)
        } catch {
            mistakes.append(error)
            return nil
        }
    }
}

extension ConfigurationElement {
    /// A length of time in whole seconds.
    package func seconds(_ name: String) -> Int64 { value(name)?.seconds ?? 0 }

    /// The case of the name that an enumeration has.
    package func choice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type) -> Choice? {
        guard let attribute = schema.attribute(name), let value = value(name) else { return nil }
        return Choice(rawValue: attribute.type.text(of: value))
    }
}
