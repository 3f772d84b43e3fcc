import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces

/// An attribute of an element, with the value that is in force.
struct ConfigurationProperty: Sendable {
    let element: ConfigurationElement
    let attribute: AttributeSchema

    init(_ part: ConfigurationPart, _ attribute: AttributeSchema) {
        element = part.element
        self.attribute = attribute
    }

    var value: AttributeValue { element.value(attribute.name) ?? attribute.defaultValue }
    /// Whether nobody has set it.
    var isInherited: Bool { element.values[attribute.name] == nil }
}

extension AttributeType {
    /// A value of this type as the configuration interfaces have it. Nil when there is no memory left for a text.
    func variant(of value: AttributeValue) -> VARIANT? {
        switch value {
        case .bool(let isTrue): .bool(isTrue)
        case .string(let text): .text(text)
        case .timeSpan(let units): .uint64(UInt64(bitPattern: units))
        case .enumeration(let number), .flags(let number): .int(Int32(truncatingIfNeeded: number))
        case .int(let number):
            switch self {
            case .uint: .uint(UInt32(truncatingIfNeeded: number))
            case .int64: .int64(number)
            default: .int(Int32(truncatingIfNeeded: number))
            }
        }
    }
}

/// IAppHostProperty: an attribute and its value. Any thread.
final class AppHostPropertyObject: CountedObject<ConfigurationProperty>, AppHostPropertyInterface, @unchecked Sendable {
    private static let properties = CountedKind(HostKind_AppHostProperty, table, [IID_IAppHostProperty])
    override class var kind: CountedKind { properties }

    func getName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.attribute.name } }

    func getValue(_ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        value(out) { $0.attribute.type.variant(of: $0.value) }
    }

    func getStringValue(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT {
        text(out) { $0.attribute.type.text(of: $0.value) }
    }

    func getException(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostPropertyException>?>?) -> HRESULT {
        object(out) { _ in .none }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        metadata(name, out) { property, name in
            switch name {
            case "isDefaultValue": .truth(property.value == property.attribute.defaultValue)
            case "isInheritedFromDefault", "isInheritedFromDefaultValue": .truth(property.isInherited)
            case "isPropertyEncrypted": .truth(false)
            case "encryptionProvider": .text("")
            case "isLocked": .truth(property.element.isLocked(property.attribute.name))
            default: nil
            }
        }
    }

    func getSchema(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostPropertySchema>?>?) -> HRESULT {
        object(out) { property in
            .made(
                AppHostPropertySchemaObject.make(
                    AttributeDescription(attribute: property.attribute, of: property.element.schema)))
        }
    }
}

/// IAppHostPropertyCollection: the attributes of an element. Any thread.
final class AppHostPropertyCollectionObject: CountedObject<ConfigurationPart>, AppHostPropertyCollectionInterface,
    @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostPropertyCollection, table, [IID_IAppHostPropertyCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.element.attributes.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostProperty>?>?
    ) -> HRESULT {
        object(out) { part in
            ItemIndex(index)?.find(in: part.element.attributes) { part.element.attribute($0) }
                .map { .made(AppHostPropertyObject.make(ConfigurationProperty(part, $0))) } ?? .missing
        }
    }
}
