/// One interface, or one class that a module derives from.
struct Interface {
    let name: String
    let base: String?
    /// `CHttpModule` and `CGlobalModule`: their methods have bodies in C++.
    let isClass: Bool
    var iid: String?
    var implementer = Implementer.host
    /// The name of the kind of object whose most derived interface this is, if the host makes such objects.
    var object: String?
    /// Inline overrides that exist only in C++.
    var overrides: [String] = []
    var slots: [Slot] = []
    var documentation: [String] = []

    enum Implementer: String {
        case host, module, either
    }
}
