import CModuleABI

/// What OnAuthenticateRequest receives beside the context. When the notification is over it answers nothing.
public struct AuthenticationProvider {
    private let reference: ProviderReference<IAuthenticationProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    /// Says who makes the request.
    ///
    /// `method` names the way of authentication, such as "Basic"; `roles` are those that the user has.
    public func setUser(_ name: String, method: String, roles: Set<String> = []) throws(HostError) {
        guard let provider = reference.pointer else {
            throw HostError(.invalidHandle, "set the user \(name)")
        }
        // The host takes over the reference that the user is made with.
        IAuthenticationProvider_SetUser(provider, UserObject.make(name: name, method: method, roles: roles))
    }
}
