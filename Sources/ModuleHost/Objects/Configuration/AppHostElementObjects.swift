import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces

/// An element as modules see it, and how they came to it.
struct ConfigurationPart: Sendable {
    let element: ConfigurationElement
    /// The whole name of a section, else the name of the element.
    let name: String
    /// The place that was asked for.
    let path: String

    /// The element within of that name.
    func child(_ name: String) -> ConfigurationPart? {
        element.child(name).map { ConfigurationPart(element: $0, name: $0.name, path: path) }
    }

    /// An item of this element.
    func item(_ item: ConfigurationElement) -> ConfigurationPart {
        ConfigurationPart(element: item, name: item.name, path: path)
    }
}

/// IAppHostElement: a section, an element within one, or an item. Any thread.
final class AppHostElementObject: CountedObject<ConfigurationPart>, AppHostElementInterface, @unchecked Sendable {
    private static let elements = CountedKind(HostKind_AppHostElement, table, [IID_IAppHostElement])
    override class var kind: CountedKind { elements }

    func getName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.name } }

    func getCollection(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementCollection>?>?) -> HRESULT {
        object(out) { $0.element.schema.collection == nil ? .none : .made(AppHostElementCollectionObject.make($0)) }
    }

    func getProperties(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostPropertyCollection>?>?) -> HRESULT {
        object(out) { .made(AppHostPropertyCollectionObject.make($0)) }
    }

    func getChildElements(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostChildElementCollection>?>?
    ) -> HRESULT {
        object(out) {
            $0.element.schema.children.isEmpty ? .none : .made(AppHostChildElementCollectionObject.make($0))
        }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        metadata(name, out) { part, name in
            switch name {
            case "isPresent": .truth(part.element.place != nil)
            case "isLocked": .truth(part.element.isLockedItem)
            case "deepestPathSet": .text(part.path)
            case "deepestFileNameSet": .text(part.element.place?.file ?? "")
            case "deepestFileLineNumberSet": .number(part.element.place?.line ?? 0)
            case "overrideMode": .text("Inherit")
            case "effectiveOverrideMode": .text("Allow")
            default: nil
            }
        }
    }

    func getSchema(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElementSchema>?>?) -> HRESULT {
        object(out) { .made(AppHostElementSchemaObject.make(ElementDescription(schema: $0.element.schema))) }
    }

    func getElementByName(
        _ name: BSTR?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElement>?>?
    ) -> HRESULT {
        out?.pointee = nil
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        return object(out) { $0.child(name).map { .made(AppHostElementObject.make($0)) } ?? .missing }
    }

    func getPropertyByName(
        _ name: BSTR?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostProperty>?>?
    ) -> HRESULT {
        out?.pointee = nil
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        return object(out) { part in
            part.element.attribute(name).map { .made(AppHostPropertyObject.make(ConfigurationProperty(part, $0))) }
                ?? .missing
        }
    }
}

/// IAppHostElementCollection: the items of an element. Any thread.
final class AppHostElementCollectionObject: CountedObject<ConfigurationPart>, AppHostElementCollectionInterface,
    @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostElementCollection, table, [IID_IAppHostElementCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.element.items.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElement>?>?
    ) -> HRESULT {
        object(out) { part in
            ItemIndex(index)?.find(in: part.element.items) { part.element.item(withKey: $0) }
                .map { .made(AppHostElementObject.make(part.item($0))) } ?? .missing
        }
    }

    func getSchema(_ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostCollectionSchema>?>?) -> HRESULT {
        object(out) { part in
            part.element.schema.collection.map { .made(AppHostCollectionSchemaObject.make($0)) } ?? .missing
        }
    }
}

/// IAppHostChildElementCollection: the elements within another. Any thread.
final class AppHostChildElementCollectionObject: CountedObject<ConfigurationPart>,
    AppHostChildElementCollectionInterface, @unchecked Sendable
{
    private static let collections = CountedKind(
        HostKind_AppHostChildElementCollection, table, [IID_IAppHostChildElementCollection])
    override class var kind: CountedKind { collections }

    func getCount(_ out: UnsafeMutablePointer<DWORD>?) -> HRESULT { number(out) { $0.element.schema.children.count } }

    func getItem(
        _ index: VARIANT, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElement>?>?
    ) -> HRESULT {
        object(out) { part in
            ItemIndex(index)?.find(in: part.element.schema.children.map(\.name)) { $0 }
                .flatMap { part.child($0) }.map { .made(AppHostElementObject.make($0)) } ?? .missing
        }
    }
}
