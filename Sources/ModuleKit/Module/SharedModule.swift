/// A module of which one instance serves all exchanges.
///
/// The instance is made while the module registers and lives until the host unloads it. Several threads call it at the
/// same time, hence `Sendable`. What belongs to one exchange goes into `HttpContext.storage`.
public protocol SharedModule: HttpModule, Sendable {}
