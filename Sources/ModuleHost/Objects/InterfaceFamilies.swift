import CModuleABI

/// Which interfaces are versions of one another: IHttpServer2::GetExtendedInterface goes from one to the other within a family.
enum InterfaceFamilies {
    /// Whether an object known under `from` also answers `to`.
    static func areRelated(_ from: GUID, _ to: GUID) -> Bool {
        families.contains { family in
            family.contains { equal($0, from) } && family.contains { equal($0, to) }
        }
    }

    private static func equal(_ left: GUID, _ right: GUID) -> Bool {
        withUnsafeBytes(of: left) { left in withUnsafeBytes(of: right) { right in left.elementsEqual(right) } }
    }
}
