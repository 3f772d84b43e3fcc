import ModuleInterfaces
import Synchronization

/// One module of this worker: its image has been opened and its `RegisterModule` has succeeded.
package final class LoadedModule: Sendable {
    /// Its place in the list of modules, counted from 1; breadcrumbs name it by this number. 0 means no module.
    package let index: UInt32
    /// Its name in logs, in GetName and in IHttpResponse::GetStatus.
    package let name: String
    /// The file as the user named it.
    package let path: String
    /// The same from the root on.
    package let absolutePath: String
    /// What it asked for.
    package let registration: Registration

    /// Times it broke a rule of the contract in a way the host had to mend.
    private let misuses = Atomic<Int>(0)
    private let knownTable = Atomic<UInt>(0)
    private let knownSlots = Atomic<UInt64>(0)

    package init(
        index: UInt32, name: String, path: String, absolutePath: String? = nil, registration: Registration
    ) {
        self.index = index
        self.name = name
        self.path = path
        self.absolutePath = absolutePath ?? path
        self.registration = registration
    }

    /// How often it broke a rule since it was loaded.
    package var misuseCount: Int { misuses.load(ordering: .relaxed) }

    package func countMisuse() { misuses.add(1, ordering: .relaxed) }

    /// The slots of CHttpModule that `instance` answers, one bit each. A C module leaves out what it did not subscribe to.
    ///
    /// Looked up once per table: nearly every module has one table for all its instances.
    @inline(__always)
    func answeredSlots(of instance: HttpModuleReference) -> UInt64 {
        let table = UInt(bitPattern: instance.table)
        if knownTable.load(ordering: .acquiring) == table { return knownSlots.load(ordering: .relaxed) }
        return lookUpSlots(of: instance, table: table)
    }

    private func lookUpSlots(of instance: HttpModuleReference, table: UInt) -> UInt64 {
        var slots: UInt64 = 0
        for slot in 0...HttpModuleReference.Slot.dispose where instance.answers(slot: slot) {
            slots |= 1 << UInt64(slot)
        }
        // Only the first table is remembered: two of them taking turns must not exchange their slots half-way.
        if knownTable.load(ordering: .relaxed) == 0,
            knownSlots.compareExchange(expected: 0, desired: slots, ordering: .relaxed).exchanged
        {
            knownTable.store(table, ordering: .releasing)
        }
        return slots
    }
}
