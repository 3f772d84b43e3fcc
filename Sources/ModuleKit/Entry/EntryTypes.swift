public import CModuleABI

/// The host's version as `RegisterModule` receives it: the major number in the high 16 bits, the minor in the low ones.
public typealias ServerVersion = UInt32

/// The registration that `RegisterModule` receives. It belongs to the host and is valid until `RegisterModule` returns.
public typealias ModuleRegistration = UnsafeMutablePointer<IHttpModuleRegistrationInfo>

/// The server object that `RegisterModule` receives. It belongs to the host and lives as long as the process.
public typealias Server = UnsafeMutablePointer<IHttpServer>

/// What `RegisterModule` returns: zero or positive for success, negative for failure.
public typealias RegistrationResult = Int32
