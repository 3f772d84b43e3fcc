import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces
import OperatingSystem

/// A section that modules read by paths, with the texts that they have been given of it.
final class ModuleSection: Sendable {
    let name: String
    let element: ConfigurationElement
    /// Equal for two that show the same.
    let fingerprint: String
    /// Made when first asked for; modules use them as long as they have a reference to the section.
    private let texts = Lock<[String: StableText]>([:])

    init(name: String, element: ConfigurationElement, fingerprint: String) {
        self.name = name
        self.element = element
        self.fingerprint = fingerprint
    }

    /// The text that is known by `key`; nil when there is no memory left.
    func text(_ key: String, _ make: () -> StableText?) -> StableText? {
        if let known = texts.withLock({ $0[key] }) { return known }
        guard let made = make() else { return nil }
        return texts.withLock { texts in
            let first = texts[key] ?? made
            texts[key] = first
            return first
        }
    }
}

/// IModuleConfiguration: a section with values by their types. Any thread.
final class ModuleConfigurationObject: CountedObject<ModuleSection>, ModuleConfigurationInterface, @unchecked Sendable {
    private static let sections = CountedKind(HostKind_ModuleConfiguration, table, [IID_IModuleConfiguration])
    override class var kind: CountedKind { sections }

    func getSectionName() -> PCSTR? {
        content.flatMap { section in section.text("name") { StableText(section.name) }?.start }
    }

    func getKind(_ path: PCSTR?) -> DWORD {
        guard let path, let content, let part = SelectedPart(String(cString: path), in: content.element) else {
            return MODHOST_VALUE_NONE
        }
        switch part {
        case .element(let element): return element.listsOnly ? MODHOST_VALUE_LIST : MODHOST_VALUE_ELEMENT
        case .attribute(let attribute, _): return attribute.type.kind
        }
    }

    func getBool(_ path: PCSTR?, _ out: UnsafeMutablePointer<BOOL>?) -> HRESULT {
        out?.pointee = 0
        return select(path, out) { out, part, _ in
            guard case .bool(let isTrue)? = part.value else { return HResult.invalidData }
            out.pointee = isTrue ? 1 : 0
            return HResult.ok
        }
    }

    func getInt(_ path: PCSTR?, _ out: UnsafeMutablePointer<LONGLONG>?) -> HRESULT {
        out?.pointee = 0
        return select(path, out) { out, part, _ in
            switch part.value {
            case .int(let number)?, .enumeration(let number)?, .flags(let number)?: out.pointee = number
            default: return HResult.invalidData
            }
            return HResult.ok
        }
    }

    func getTimeSpan(_ path: PCSTR?, _ out: UnsafeMutablePointer<LONGLONG>?) -> HRESULT {
        out?.pointee = 0
        return select(path, out) { out, part, _ in
            guard case .timeSpan(let units)? = part.value else { return HResult.invalidData }
            out.pointee = units
            return HResult.ok
        }
    }

    func getString(
        _ path: PCSTR?, _ out: UnsafeMutablePointer<PCSTR?>?, _ cb: UnsafeMutablePointer<DWORD>?
    ) -> HRESULT {
        out?.pointee = nil
        cb?.pointee = 0
        return select(path, out) { out, part, section in
            guard case .attribute(let attribute, _) = part, let value = part.value else { return HResult.invalidData }
            let text = attribute.type.text(of: value)
            guard let lent = section.text("value \(text)", { StableText(text) }) else { return HResult.outOfMemory }
            out.pointee = lent.start
            cb?.pointee = DWORD(truncatingIfNeeded: lent.count)
            return HResult.ok
        }
    }

    func getCount(_ path: PCSTR?, _ out: UnsafeMutablePointer<DWORD>?) -> HRESULT {
        out?.pointee = 0
        return select(path, out) { out, part, _ in
            guard case .element(let element) = part, element.schema.collection != nil else {
                return HResult.invalidData
            }
            out.pointee = DWORD(truncatingIfNeeded: element.items.count)
            return HResult.ok
        }
    }

    func getElementName(_ path: PCSTR?) -> PCSTR? {
        guard let path, let content,
            case .element(let element)? = SelectedPart(String(cString: path), in: content.element)
        else { return nil }
        return content.text("value \(element.name)") { StableText(element.name) }?.start
    }

    func getNames(
        _ path: PCSTR?, _ out: UnsafeMutablePointer<PCSTR?>?, _ count: UnsafeMutablePointer<DWORD>?
    ) -> HRESULT {
        out?.pointee = nil
        count?.pointee = 0
        guard let count else { return HResult.invalidArgument }
        return select(path, out) { out, part, section in
            guard case .element(let element) = part else { return HResult.invalidData }
            let names = element.attributes.map(\.name) + element.schema.children.map(\.name)
            let key = "names \(names.joined(separator: "\0"))"
            guard let lent = section.text(key, { StableText(names) }) else { return HResult.outOfMemory }
            out.pointee = lent.start
            count.pointee = DWORD(truncatingIfNeeded: names.count)
            return HResult.ok
        }
    }

    func getPlace(
        _ path: PCSTR?, _ file: UnsafeMutablePointer<PCSTR?>?, _ line: UnsafeMutablePointer<DWORD>?,
        _ column: UnsafeMutablePointer<DWORD>?
    ) -> HRESULT {
        file?.pointee = nil
        line?.pointee = 0
        column?.pointee = 0
        guard let line else { return HResult.invalidArgument }
        return select(path, file) { file, part, section in
            let place = part.place
            guard let lent = section.text("value \(place.file)", { StableText(place.file) }) else {
                return HResult.outOfMemory
            }
            file.pointee = lent.start
            line.pointee = DWORD(truncatingIfNeeded: place.line)
            column?.pointee = DWORD(truncatingIfNeeded: place.column)
            return HResult.ok
        }
    }

    func getJson(_ out: UnsafeMutablePointer<PCSTR?>?, _ cb: UnsafeMutablePointer<DWORD>?) -> HRESULT {
        cb?.pointee = 0
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let section = content else { return HResult.handle }
        guard let lent = section.text("json", { StableText(section.element.json) }) else { return HResult.outOfMemory }
        out.pointee = lent.start
        cb?.pointee = DWORD(truncatingIfNeeded: lent.count)
        return HResult.ok
    }

    /// Runs `body` with what a path leads to.
    private func select<Value>(
        _ path: PCSTR?, _ out: UnsafeMutablePointer<Value>?,
        _ body: (UnsafeMutablePointer<Value>, SelectedPart, ModuleSection) -> HRESULT
    ) -> HRESULT {
        guard let path, let out else { return HResult.invalidArgument }
        guard let content else { return HResult.handle }
        guard let part = SelectedPart(String(cString: path), in: content.element) else { return HResult.invalidIndex }
        return body(out, part, content)
    }
}

extension AttributeType {
    /// MODHOST_VALUE_…
    fileprivate var kind: DWORD {
        switch self {
        case .bool: MODHOST_VALUE_BOOL
        case .int, .uint, .int64: MODHOST_VALUE_INT
        case .string: MODHOST_VALUE_STRING
        case .enumeration: MODHOST_VALUE_ENUM
        case .flags: MODHOST_VALUE_FLAGS
        case .timeSpan: MODHOST_VALUE_TIMESPAN
        }
    }
}
