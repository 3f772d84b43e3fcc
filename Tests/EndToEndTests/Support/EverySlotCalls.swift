/// The header `every_slot_calls.h` of the module `every_slot.c`: it calls every slot of every object of the host, with
/// null pointers and zeros, with garbage, and on pointers that are no such object.
struct EverySlotCalls {
    let contract: Contract

    /// The interfaces of the host's objects, the most derived of each family.
    static let interfaces = [
        "IAppHostChildElementCollection", "IAppHostCollectionSchema", "IAppHostConstantValue",
        "IAppHostConstantValueCollection", "IAppHostElement", "IAppHostElementCollection", "IAppHostElementSchema",
        "IAppHostElementSchemaCollection", "IAppHostProperty", "IAppHostPropertyCollection",
        "IAppHostPropertyException", "IAppHostPropertySchema", "IAppHostPropertySchemaCollection",
        "IAppHostWritableAdminManager",
        "IAuthenticationProvider", "IDispensedHttpModuleContextContainer", "IGlobalConfigurationChangeProvider",
        "IGlobalStopListeningProvider",
        "IHttpApplication2", "IHttpApplicationProvider", "IHttpCachePolicy2", "IHttpCompletionInfo2", "IHttpConnection",
        "IHttpConnectionModuleContextContainer", "IHttpContext4", "IHttpEventProvider", "IHttpModuleContextContainer",
        "IHttpModuleRegistrationInfo2", "IHttpPerfCounterInfo", "IHttpRequest4", "IHttpResponse4", "IHttpServer3",
        "IHttpSite", "IHttpTraceContext", "IHttpUrlInfo", "IHttpUser", "IMapHandlerProvider", "IModuleAllocator",
        "IModuleConfiguration", "IModuleConfigurationSource",
        "INamedContextContainer", "IPreBeginRequestProvider", "IReferencedMetadataInfo", "ISendResponseProvider",
    ]

    /// How often each slot is called: with nulls, with garbage, and on four pointers that are no such object.
    static let callsPerSlot = 6

    var text: String { Self.interfaces.map(function).joined() }

    private func function(_ interface: String) -> String {
        let slots = contract.slots(of: interface)
        let passes: [(this: String, argument: (String, String) -> String)] = [
            ("self", Self.zero), ("self", Self.garbage), ("NULL", Self.zero),
            ("(void *)((char *)object + 1)", Self.zero), ("(void *)scratch", Self.zero), ("other", Self.zero),
        ]
        var text = "static void every_\(interface)(void *object) {\n    \(interface) *self = object;\n"
        text += "    const \(interface)Vtbl *table = self->lpVtbl;\n    unsigned calls = 0;\n"
        for pass in passes {
            for slot in slots {
                let arguments = slot.arguments.map { pass.argument($0, slot.name) }
                let list = ([pass.this] + arguments).joined(separator: ", ")
                text += "    memset(scratch, 0, 4096); (void)table->\(slot.name)(\(list)); calls++;\n"
            }
        }
        return text + "    record(\"\(interface) %u\", calls);\n}\n"
    }

    private static func zero(_ type: String, _ slot: String) -> String {
        type == "VARIANT" ? "(VARIANT){0}" : "(\(type))0"
    }

    /// Values that no caller should give, but whose memory is there as far as the types promise.
    private static func garbage(_ type: String, _ slot: String) -> String {
        if type.hasPrefix("PFN_") || type == "LPOVERLAPPED_COMPLETION_ROUTINE" { return "NULL" }
        if type == "HANDLE" { return "(HANDLE)-1" }
        if type == "HTTP_MODULE_ID" { return "(HTTP_MODULE_ID)(uintptr_t)0x1234" }
        if type == "PCSTR" { return "text" }
        if type == "VARIANT" { return "(VARIANT){.vt = VT_BSTR, .bstrVal = wide_text}" }
        if type == "PCWSTR" || type == "LPCWSTR" || type == "BSTR" { return "wide_text" }
        let pointers: Set<String> = ["PVOID", "PWSTR", "PSID", "PSOCKADDR", "REFGUID", "LPCGUID"]
        if type.hasSuffix("*") || pointers.contains(type) { return "(\(type))(void *)scratch" }
        // The host reads this many bytes of it later.
        if slot == "InsertEntityBody" { return "16" }
        return "(\(type))-1"
    }
}
