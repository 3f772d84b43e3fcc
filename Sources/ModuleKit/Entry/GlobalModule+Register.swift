extension GlobalModule {
    /// Registers a module that has only a global part: the one line in its author's `RegisterModule`.
    ///
    /// A module that also takes part in requests names its global part in `HttpModule.globalModule` instead.
    public static func register(
        _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
    ) -> RegistrationResult {
        guard let registration else { return ResultCode.invalidArgument.rawValue }
        do throws(HostError) {
            try GlobalModuleObject.subscribe(self, registration)
            return ResultCode.ok.rawValue
        } catch {
            return report(error, server)
        }
    }
}
