import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces

/// IAppHostPropertySchema. Any thread.
final class AppHostPropertySchemaObject: CountedObject<AttributeDescription>, AppHostPropertySchemaInterface,
    @unchecked Sendable
{
    private static let schemas = CountedKind(HostKind_AppHostPropertySchema, table, [IID_IAppHostPropertySchema])
    override class var kind: CountedKind { schemas }

    func getName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.attribute.name } }
    func getType(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.typeName } }

    func getDefaultValue(_ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        value(out) { $0.attribute.type.variant(of: $0.attribute.defaultValue) }
    }

    func getIsRequired(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT { truth(out) { $0.attribute.isRequired } }

    func getIsUniqueKey(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.attribute.isKey && !$0.isOneOfSeveralKeys }
    }

    func getIsCombinedKey(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.isOneOfSeveralKeys }
    }

    func getIsExpanded(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT { truth(out) { $0.attribute.isExpanded } }
    func getValidationType(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.validation.type } }

    func getValidationParameter(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT {
        text(out) { $0.validation.parameter }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        metadata(name, out) { _, _ in nil }
    }

    func getIsCaseSensitive(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.attribute.isCaseSensitive }
    }

    func getPossibleValues(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostConstantValueCollection>?>?
    ) -> HRESULT {
        object(out) { .made(AppHostConstantValueCollectionObject.make($0.attribute.type.names)) }
    }

    func getDoesAllowInfinite(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT {
        truth(out) { $0.attribute.allowsInfinite }
    }
    func getIsEncrypted(_ out: UnsafeMutablePointer<VARIANT_BOOL>?) -> HRESULT { truth(out) { _ in false } }
    func getTimeSpanFormat(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.timeSpanFormat } }
}

/// IAppHostPropertySchemaCollection: the attributes that an element may have. Any thread.
final class AppHostPropertySchemaCollectionObject: CountedObject<ElementSchema>,
    AppHostPropertySchemaCollectionInterface, @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostPropertySchemaCollection, table, [IID_IAppHostPropertySchemaCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.attributes.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostPropertySchema>?>?
    ) -> HRESULT {
        object(out) { schema in
            ItemIndex(index)?.find(in: schema.attributes) { schema.attribute($0) }
                .map { .made(AppHostPropertySchemaObject.make(AttributeDescription(attribute: $0, of: schema))) }
                ?? .missing
        }
    }
}

/// IAppHostConstantValue: a name of an enumeration, or a flag. Any thread.
final class AppHostConstantValueObject: CountedObject<NamedValue>, AppHostConstantValueInterface, @unchecked Sendable {
    private static let names = CountedKind(HostKind_AppHostConstantValue, table, [IID_IAppHostConstantValue])
    override class var kind: CountedKind { names }

    func getName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.name } }
    func getValue(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { Int($0.value) } }
}

/// IAppHostConstantValueCollection: the names that an enumeration or flags have. Any thread.
final class AppHostConstantValueCollectionObject: CountedObject<[NamedValue]>, AppHostConstantValueCollectionInterface,
    @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostConstantValueCollection, table, [IID_IAppHostConstantValueCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostConstantValue>?>?
    ) -> HRESULT {
        object(out) { names in
            ItemIndex(index)?.find(in: names) { name in names.first { $0.name == name } }
                .map { .made(AppHostConstantValueObject.make($0)) } ?? .missing
        }
    }
}
