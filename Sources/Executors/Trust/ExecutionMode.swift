/// Where the walks that can call a module may run, as its configuration says (`--execution`).
package enum ExecutionMode: String, Sendable, CaseIterable {
    /// On the pool at first; on the event loops once the module has shown that it does not wait.
    case auto
    /// On the event loops always: the operator vouches for the module.
    case inline
    /// On the pool always.
    case pool
}
