import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces

/// What an element may hold, and whether it says what the items of a collection have by default.
struct ElementDescription: Sendable {
    let schema: ElementSchema
    var isCollectionDefault = false
}

/// What an attribute may be, and whether others make the key together with it.
struct AttributeDescription: Sendable {
    let attribute: AttributeSchema
    let isOneOfSeveralKeys: Bool

    init(attribute: AttributeSchema, of element: ElementSchema) {
        self.attribute = attribute
        isOneOfSeveralKeys = attribute.isKey && element.keys.count > 1
    }

    /// What a schema file calls the type.
    var typeName: String {
        switch attribute.type {
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .int64: "int64"
        case .string: "string"
        case .enumeration: "enum"
        case .flags: "flags"
        case .timeSpan: "timeSpan"
        }
    }

    /// What a schema file calls the form of a timeSpan.
    var timeSpanFormat: String {
        switch attribute.secondsOfOne {
        case 1: "seconds"
        case 60: "minutes"
        default: "string"
        }
    }

    /// What a schema file says of the values: `validationType` and `validationParameter`.
    var validation: (type: String, parameter: String) {
        switch attribute.rule {
        case nil: ("", "")
        case .range(let first, let last, let isExcluded): ("integerRange", "\(first),\(last)\(Self.end(isExcluded))")
        case .seconds(let first, let last, let step, let isExcluded):
            ("timeSpanRange", "\(first),\(last)\(step > 0 ? ",\(step)" : "")\(Self.end(isExcluded))")
        case .nonEmpty: ("nonEmptyString", "")
        case .trimmed: ("requireTrimmedString", "")
        // The names of pools may have slashes, those of sites none.
        case .without(let characters): (characters.contains("/") ? "siteName" : "applicationPoolName", "")
        }
    }

    private static func end(_ isExcluded: Bool) -> String { isExcluded ? ",exclude" : "" }
}

/// IAppHostElementSchema. Any thread.
final class AppHostElementSchemaObject: CountedObject<ElementDescription>, AppHostElementSchemaInterface,
    @unchecked Sendable
{
    private static let schemas = CountedKind(HostKind_AppHostElementSchema, table, [IID_IAppHostElementSchema])
    override class var kind: CountedKind { schemas }

    func getName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.schema.name } }

    func getDoesAllowUnschematizedProperties(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.schema.allowsOtherAttributes }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        metadata(name, out) { _, _ in nil }
    }

    func getCollectionSchema(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostCollectionSchema>?>?
    ) -> HRESULT {
        object(out) { $0.schema.collection.map { .made(AppHostCollectionSchemaObject.make($0)) } ?? .none }
    }

    func getChildElementSchemas(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchemaCollection>?>?
    ) -> HRESULT {
        object(out) { .made(AppHostElementSchemaCollectionObject.make($0.schema)) }
    }

    func getPropertySchemas(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostPropertySchemaCollection>?>?
    ) -> HRESULT {
        object(out) { .made(AppHostPropertySchemaCollectionObject.make($0.schema)) }
    }

    func getIsCollectionDefault(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.isCollectionDefault }
    }
}

/// IAppHostElementSchemaCollection: the elements that may stand in another. Any thread.
final class AppHostElementSchemaCollectionObject: CountedObject<ElementSchema>,
    AppHostElementSchemaCollectionInterface, @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostElementSchemaCollection, table, [IID_IAppHostElementSchemaCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.children.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchema>?>?
    ) -> HRESULT {
        object(out) { schema in
            ItemIndex(index)?.find(in: schema.children) { schema.child($0) }
                .map { child in
                    let isDefault = child.name == schema.collection?.defaultsName
                    return .made(
                        AppHostElementSchemaObject.make(
                            ElementDescription(schema: child, isCollectionDefault: isDefault)))
                } ?? .missing
        }
    }
}

/// IAppHostCollectionSchema. Any thread.
final class AppHostCollectionSchemaObject: CountedObject<CollectionSchema>, AppHostCollectionSchemaInterface,
    @unchecked Sendable
{
    private static let schemas = CountedKind(HostKind_AppHostCollectionSchema, table, [IID_IAppHostCollectionSchema])
    override class var kind: CountedKind { schemas }

    func getAddElementNames(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT {
        text(out) { $0.addNames.joined(separator: ",") }
    }

    func getAddElementSchema(
        _ name: BSTR?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchema>?>?
    ) -> HRESULT {
        out?.pointee = nil
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        return object(out) { collection in
            collection.item(name)
                .map { .made(AppHostElementSchemaObject.make(ElementDescription(schema: $0))) } ?? .missing
        }
    }

    func getRemoveElementSchema(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchema>?>?
    ) -> HRESULT {
        object(out) { collection in
            guard let name = collection.removeName else { return .none }
            var schema = ElementSchema(name: name)
            schema.attributes = collection.items.first { !$0.keys.isEmpty }?.keys ?? []
            return .made(AppHostElementSchemaObject.make(ElementDescription(schema: schema)))
        }
    }

    func getClearElementSchema(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchema>?>?
    ) -> HRESULT {
        object(out) { collection in
            guard let name = collection.clearName else { return .none }
            return .made(AppHostElementSchemaObject.make(ElementDescription(schema: ElementSchema(name: name))))
        }
    }

    func getIsMergeAppend(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT { truth(out) { $0.appends } }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        metadata(name, out) { _, _ in nil }
    }

    func getDoesAllowDuplicates(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.allowsDuplicates }
    }
}
