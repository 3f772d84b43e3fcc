extension ModuleFolder {
    /// Builds `Tests/Modules/swift/<name>.swift` as an author does; returns the path of the module.
    func swiftModule(_ name: String) throws -> String {
        let source = "\(Self.repository)/Tests/Modules/swift/\(name).swift"
        _ = try shell("\(Program.path()) build \(source) -o \(file(name)).so")
        return file("\(name).so")
    }
}
