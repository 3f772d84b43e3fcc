/// The one site, with its one application, as configured. A value; any thread.
struct Site: Sendable {
    let id: UInt32 = 1
    let name: String
    /// The folder whose files its URLs stand for.
    let root: SiteRoot
    /// The id of the application, `/`.
    let applicationID = "/LM/W3SVC/1/ROOT"
    /// The path of the site in the configuration.
    var configurationPath: String { "MACHINE/WEBROOT/APPHOST/" + name }
}
