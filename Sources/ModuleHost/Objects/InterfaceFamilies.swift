import CModuleABI
import CModuleBorder
import Glibc

/// Which interfaces are versions of one another: IHttpServer2::GetExtendedInterface goes from one to the other within a family.
enum InterfaceFamilies {
    private static let families: [[GUID]] = [
        [IID_IHttpContext, IID_IHttpContext2, IID_IHttpContext3, IID_IHttpContext4],
        [IID_IHttpRequest, IID_IHttpRequest2, IID_IHttpRequest3, IID_IHttpRequest4],
        [IID_IHttpResponse, IID_IHttpResponse2, IID_IHttpResponse3, IID_IHttpResponse4],
        [IID_IHttpCachePolicy, IID_IHttpCachePolicy2],
        [IID_IHttpServer, IID_IHttpServer2, IID_IHttpServer3],
        [IID_IHttpApplication, IID_IHttpApplication2],
        [IID_IHttpModuleRegistrationInfo, IID_IHttpModuleRegistrationInfo2],
        [IID_IMetadataInfo, IID_IReferencedMetadataInfo],
        [IID_IHttpCompletionInfo, IID_IHttpCompletionInfo2],
    ]

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
