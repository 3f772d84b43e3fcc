import CModuleABI
import ModuleKit

/// Plays the configuration of a host: sections by their names and places, values by their paths.
///
/// Used by one thread at a time.
final class FakeConfiguration {
    enum Value {
        case bool(Bool)
        case number(Int64, String)
        case text(String)
        case time(Int64)
        case element([String], items: Int? = nil, name: String = "")
    }

    /// One section. Its object is freed with it, whatever its count of references.
    final class Section {
        let name: String
        let values: [String: Value]
        let places: [String: String]
        private(set) var references = 0
        /// How often a value was asked for.
        private(set) var reads = 0
        private var lent: [UnsafeMutablePointer<CChar>] = []
        private(set) var object: FakeObject<IModuleConfiguration, Section>!

        init(_ name: String, _ values: [String: Value], places: [String: String] = [:]) {
            self.name = name
            self.values = values
            self.places = places
            object = FakeObject(self, table: Self.table)
        }

        deinit {
            object.free()
            for text in lent { text.deallocate() }
        }

        func lend(_ text: String) -> UnsafePointer<CChar> {
            let bytes = Array(text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.update(from: bytes, count: bytes.count)
            lent.append(copy)
            return UnsafePointer(copy)
        }

        func give() -> UnsafeMutablePointer<IModuleConfiguration> {
            references += 1
            return object.pointer
        }

        private static func section(_ object: UnsafeMutablePointer<IModuleConfiguration>?) -> Section {
            FakeObject<IModuleConfiguration, Section>.owner(object)
        }

        private static func value(
            _ object: UnsafeMutablePointer<IModuleConfiguration>?, _ path: UnsafePointer<CChar>?
        ) -> Value? {
            section(object).reads += 1
            return section(object).values[String(cString: path!)]
        }

        private static var table: IModuleConfigurationVtbl {
            var table = IModuleConfigurationVtbl()
            table.Release = { object in
                Section.section(object).references -= 1
                return UInt32(Section.section(object).references)
            }
            table.GetSectionName = { Section.section($0).lend(Section.section($0).name) }
            table.GetKind = { object, path in
                switch Section.value(object, path) {
                case .bool?: MODHOST_VALUE_BOOL
                case .number?: MODHOST_VALUE_INT
                case .text?: MODHOST_VALUE_STRING
                case .time?: MODHOST_VALUE_TIMESPAN
                case .element?: MODHOST_VALUE_ELEMENT
                case nil: MODHOST_VALUE_NONE
                }
            }
            table.GetBool = { object, path, out in
                guard case .bool(let isTrue)? = Section.value(object, path) else {
                    return ResultCode.invalidData.rawValue
                }
                out!.pointee = isTrue ? 1 : 0
                return 0
            }
            table.GetInt = { object, path, out in
                guard case .number(let number, _)? = Section.value(object, path) else {
                    return ResultCode.invalidData.rawValue
                }
                out!.pointee = number
                return 0
            }
            table.GetTimeSpan = { object, path, out in
                guard case .time(let units)? = Section.value(object, path) else {
                    return ResultCode.invalidData.rawValue
                }
                out!.pointee = units
                return 0
            }
            table.GetString = { object, path, out, count in
                let text: String
                switch Section.value(object, path) {
                case .text(let value)?: text = value
                case .number(_, let name)?: text = name
                case .bool(let isTrue)?: text = "\(isTrue)"
                default: return ResultCode.invalidData.rawValue
                }
                out!.pointee = Section.section(object).lend(text)
                count!.pointee = UInt32(text.utf8.count)
                return 0
            }
            addElements(&table)
            return table
        }

        private static func addElements(_ table: inout IModuleConfigurationVtbl) {
            table.GetCount = { object, path, out in
                guard case .element(_, let items?, _)? = Section.value(object, path) else {
                    return ResultCode.invalidData.rawValue
                }
                out!.pointee = UInt32(items)
                return 0
            }
            table.GetElementName = { object, path in
                guard case .element(_, _, let name)? = Section.value(object, path) else { return nil }
                return Section.section(object).lend(name)
            }
            table.GetNames = { object, path, out, count in
                guard case .element(let names, _, _)? = Section.value(object, path) else {
                    return ResultCode.invalidData.rawValue
                }
                out!.pointee = Section.section(object).lend(names.map { $0 + "\0" }.joined())
                count!.pointee = UInt32(names.count)
                return 0
            }
            table.GetPlace = { object, path, file, line, column in
                guard let place = Section.section(object).places[String(cString: path!)] else {
                    return ResultCode.invalidIndex.rawValue
                }
                file!.pointee = Section.section(object).lend(place)
                line!.pointee = 3
                column!.pointee = 7
                return 0
            }
        }
    }

    /// The section in force, by the path of the request; under "" where none is named, and for the server.
    var sections: [String: Section] = [:]
    /// What asking answers, if it is refused.
    var refusal: Int32?
    var mistake = ""
    private(set) var object: FakeObject<IModuleConfigurationSource, FakeConfiguration>!
    private let texts = Section("", [:])

    init(_ sections: [String: Section]) {
        self.sections = sections
        object = FakeObject(self, table: Self.table)
    }

    deinit { object.free() }

    private func answer(
        _ name: UnsafePointer<CChar>?, _ place: String,
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IModuleConfiguration>?>?
    ) -> Int32 {
        if let refusal { return refusal }
        guard let section = sections[place] ?? sections[""], section.name == String(cString: name!) else {
            return HRESULT_FROM_WIN32(UInt32(ERROR_PATH_NOT_FOUND))
        }
        out!.pointee = section.give()
        return 0
    }

    private static var table: IModuleConfigurationSourceVtbl {
        var table = IModuleConfigurationSourceVtbl()
        table.GetSection = { source, name, _, out in
            FakeObject<IModuleConfigurationSource, FakeConfiguration>.owner(source).answer(name, "", out)
        }
        table.GetSectionFor = { source, name, context, out in
            let exchange = FakeObject<IHttpContext, FakeExchange>.owner(context)
            return FakeObject<IModuleConfigurationSource, FakeConfiguration>.owner(source)
                .answer(name, exchange.path, out)
        }
        table.GetMistake = { source in
            let fake = FakeObject<IModuleConfigurationSource, FakeConfiguration>.owner(source)
            return fake.texts.lend(fake.mistake)
        }
        return table
    }
}
