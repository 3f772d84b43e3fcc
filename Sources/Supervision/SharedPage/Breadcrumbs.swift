package import CSharedPage
import HostLog

/// Reads what the threads of a worker do or left behind. Called by the supervisor, on its own thread; the watchdog of the
/// worker reads slots by itself.
extension WorkerPage {
    /// The crash that the worker's handler recorded; nil if it recorded none.
    package func crash() -> CrashAccount? {
        var record = CrashRecord()
        guard SharedPage_ReadCrash(pointer, &record) else { return nil }
        let counters = (0..<record.pcCount).map { CrashRecord_PC(&record, $0) }
        let slot = SharedPage_Slot(pointer, record.slotIndex)
        return CrashAccount(
            signal: record.signal,
            code: record.code,
            senderPID: record.code <= 0 ? record.senderPID : nil,
            threadID: record.threadID,
            faultAddress: record.code > 0 ? record.faultAddress : nil,
            programCounters: counters,
            places: counters.map { place(of: $0) },
            thread: slot.flatMap { ThreadAccount(reading: $0) }
        )
    }

    /// An address of the worker as a place in a file, "auth.so+0x1139"; the bare address if no file is known there.
    package func place(of address: UInt64) -> String {
        var image = LoadedImage()
        guard SharedPage_FindImage(pointer, address, &image) else { return BreadcrumbText.hexadecimal(address) }
        let name = withUnsafeBytes(of: image.name) { PrintableText.of($0.prefix { $0 != 0 }) }
        return "\(name)+\(BreadcrumbText.hexadecimal(address &- image.bias))"
    }

    /// The threads that were inside a module, in slot order.
    package func threadsInsideModules() -> [ThreadAccount] { openCalls().map(\.thread) }

    /// The threads that are inside a module, in slot order, each with the number of its slot and the slot's count of changes:
    /// while that stays the same, the thread is in one and the same call.
    package func openCalls() -> [(slot: UInt32, changes: UInt32, thread: ThreadAccount)] {
        (0..<SharedPage_SlotCount(pointer)).compactMap { index in
            guard let slot = SharedPage_Slot(pointer, index), Breadcrumb_Depth(slot) > 0 else { return nil }
            let changes = Breadcrumb_Sequence(slot)
            guard let thread = ThreadAccount(reading: slot), thread.innermost != nil else { return nil }
            return (index, changes, thread)
        }
    }
}

extension ThreadAccount {
    /// Copies a slot; nil if no consistent copy can be had, because a torn one could blame the wrong module.
    package init?(reading slot: UnsafePointer<BreadcrumbSlot>) {
        var snapshot = BreadcrumbSnapshot()
        guard Breadcrumb_Read(slot, &snapshot), snapshot.inUse != 0 else { return nil }
        let frames = (0..<snapshot.frameCount).map { NotedCall(BreadcrumbSnapshot_Frame(&snapshot, $0)) }
        let line = withUnsafeBytes(of: snapshot.requestLine) { [UInt8]($0.prefix(Int(snapshot.requestLineLength))) }
        self.init(
            threadID: snapshot.threadID,
            kind: snapshot.kind,
            depth: Int(snapshot.depth),
            calls: frames,
            requestExchange: snapshot.requestExchange,
            requestLine: line
        )
    }

    init?(reading slot: UnsafeMutablePointer<BreadcrumbSlot>) {
        self.init(reading: UnsafePointer(slot))
    }
}

extension NotedCall {
    init(_ frame: BreadcrumbFrame) {
        self.init(
            module: frame.module,
            notification: frame.notification,
            isPost: frame.flags & BreadcrumbIsPost != 0,
            isGlobal: frame.flags & BreadcrumbIsGlobal != 0,
            exchange: frame.exchange
        )
    }
}
