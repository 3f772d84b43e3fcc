import Yams

// Where sites are reached, in the forms that YAML has for it.
extension YAMLReader {
    /// The bindings of a site.
    mutating func bindings(_ node: Node, at place: ConfigurationPlace) -> SourceElement {
        var bindings = SourceElement("bindings", place)
        for item in items(node, "bindings") where spend() {
            if let binding = binding(item) { bindings.children.append(binding) }
        }
        return bindings
    }

    static let bindingKeys = ["http", "https", "certificate", "key", "protocol", "bindingInformation", "sslFlags"]

    /// `http://*:8080:example.org`, `{http: "*:8080:example.org"}`, or the attributes that IIS has.
    private mutating func binding(_ node: Node) -> SourceElement? {
        if let text = text(node), !isNull(node) {
            guard let end = text.firstRange(of: "://") else {
                mistake(place(node), "a binding is written as in http://*:8080:example.org, not \"\(text)\"")
                return nil
            }
            return binding(String(text[..<end.lowerBound]), String(text[end.upperBound...]), place(node), place(node))
        }
        guard case .mapping(let mapping) = node else {
            mistake(place(node), "a binding is written as in http://*:8080:example.org")
            return nil
        }
        var whole = SourceElement("binding", place(node))
        var short: SourceElement?
        var certificate: ConfigurationPlace?
        for (key, value) in mapping where spend() {
            guard let name = keyText(key) else { continue }
            guard Self.bindingKeys.contains(name) else {
                mistake(
                    place(key), "a binding has no key \"\(name)\"\(NearestName.remedy(name, among: Self.bindingKeys))")
                return nil
            }
            guard let text = self.value(of: name, value) else { continue }
            switch name {
            case "http", "https":
                guard let binding = binding(name, text, place(value), place(node)) else { return nil }
                short = binding
            case "certificate", "key": certificate = place(key)
            default: whole.attributes.append(SourceAttribute(name, text, place(key)))
            }
        }
        if let certificate {
            mistake(certificate, "only a binding of https has a certificate and a key; take them out")
            return nil
        }
        guard let short else { return whole }
        guard let other = whole.attributes.first else { return short }
        mistake(other.place, "http says it already; take \"\(other.name)\" out")
        return nil
    }

    private mutating func binding(
        _ scheme: String, _ text: String, _ place: ConfigurationPlace, _ start: ConfigurationPlace
    ) -> SourceElement? {
        switch scheme {
        case "http": break
        case "https":
            mistake(start, ConfiguredSites.https, alike: ConfiguredSites.https)
            return nil
        default:
            mistake(start, "a binding is one of http, not of \"\(scheme)\"")
            return nil
        }
        do throws(ConfigurationError) {
            var binding = SourceElement("binding", start)
            binding.attributes = [
                SourceAttribute("protocol", scheme, place),
                SourceAttribute("bindingInformation", try BindingText.whole(text), place),
            ]
            return binding
        } catch {
            mistake(place, error.description)
            return nil
        }
    }
}
