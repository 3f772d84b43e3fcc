import CModuleABI
import Synchronization

/// The user that a module has made, as the host and other modules see it: the table, then a retained `UserObject`.
final class UserObject: Sendable {
    // Safety: filled in init and not written again until deinit, when no reference is left.
    private nonisolated(unsafe) let name: UnsafePointer<Int32>
    private nonisolated(unsafe) let method: UnsafePointer<Int32>
    private nonisolated(unsafe) let nothing: UnsafePointer<Int32>
    private let roles: Set<String>
    private let references = Atomic<Int>(1)

    private init(name: String, method: String, roles: Set<String>) {
        self.name = Self.copy(name)
        self.method = Self.copy(method)
        nothing = Self.copy("")
        self.roles = roles
    }

    deinit {
        name.deallocate()
        method.deallocate()
        nothing.deallocate()
    }

    /// Makes a user with one reference, which belongs to the caller.
    static func make(name: String, method: String, roles: Set<String>) -> UnsafeMutablePointer<IHttpUser> {
        let user = UserObject(name: name, method: method, roles: roles)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * userOffset, alignment: userOffset)
        memory.storeBytes(of: UnsafeRawPointer(table), as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: Unmanaged.passRetained(user).toOpaque(), toByteOffset: userOffset, as: UnsafeRawPointer.self)
        return memory.bindMemory(to: IHttpUser.self, capacity: 1)
    }

    private static let userOffset = MemoryLayout<UnsafeRawPointer>.stride

    // Safety: written once, before its first use, and never again; it lives as long as the process.
    private nonisolated(unsafe) static let table: UnsafePointer<IHttpUserVtbl> = {
        var table = IHttpUserVtbl()
        table.GetRemoteUserName = { user in UserObject.at(user)?.name }
        table.GetUserName = { user in UserObject.at(user)?.name }
        table.GetAuthenticationType = { user in UserObject.at(user)?.method }
        table.GetPassword = { user in UserObject.at(user)?.nothing }
        table.GetImpersonationToken = { _ in nil }
        table.GetPrimaryToken = { _ in nil }
        table.ReferenceUser = { user in _ = UserObject.at(user)?.references.add(1, ordering: .relaxed) }
        table.DereferenceUser = { user in UserObject.dereference(user) }
        table.SupportsIsInRole = { _ in 1 }
        table.IsInRole = { user, role, out in UserObject.isInRole(user, role, out) }
        table.GetUserVariable = { _, _ in nil }
        let pointer = UnsafeMutablePointer<IHttpUserVtbl>.allocate(capacity: 1)
        pointer.initialize(to: table)
        return UnsafePointer(pointer)
    }()

    private static func at(_ user: UnsafeMutablePointer<IHttpUser>?) -> UserObject? {
        guard let user else { return nil }
        let word = UnsafeMutableRawPointer(user).load(fromByteOffset: userOffset, as: UnsafeRawPointer.self)
        return Unmanaged<UserObject>.fromOpaque(word).takeUnretainedValue()
    }

    private static func dereference(_ user: UnsafeMutablePointer<IHttpUser>?) {
        guard let user, let object = at(user) else { return }
        guard object.references.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        Unmanaged.passUnretained(object).release()
        UnsafeMutableRawPointer(user).deallocate()
    }

    private static func isInRole(
        _ user: UnsafeMutablePointer<IHttpUser>?, _ role: UnsafePointer<Int32>?, _ out: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let object = at(user), let out, let role = String(wide: role) else {
            return ResultCode.invalidArgument.rawValue
        }
        out.pointee = object.roles.contains(role) ? 1 : 0
        return ResultCode.ok.rawValue
    }

    private static func copy(_ text: String) -> UnsafePointer<Int32> {
        withWideText(text) { wide, count in
            let copy = UnsafeMutablePointer<Int32>.allocate(capacity: Int(count) + 1)
            copy.initialize(from: wide, count: Int(count) + 1)
            return UnsafePointer(copy)
        }
    }
}
