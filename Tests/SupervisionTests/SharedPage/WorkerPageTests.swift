import CModuleABI
import CSharedPage
import Foundation
import OperatingSystem
import Supervision
import Synchronization
import Testing

@Suite("WorkerPage")
struct WorkerPageTests {
    @Test("What a thread notes is what a second mapping of the same memory reads")
    func readsWhatWasNoted() throws {
        let page = try WorkerPage()
        let worker = try WorkerPage(adopting: dup(page.descriptor))
        let slot = try #require(worker.claimSlot(kind: BreadcrumbKindPool))
        defer { SharedPage_ReleaseSlot(slot) }
        let line = Array("GET /a HTTP/1.1".utf8)
        Breadcrumb_Request(slot, 5, line, line.count)
        Breadcrumb_Enter(slot, 3, RQ_EXECUTE_REQUEST_HANDLER, 0, 5)
        Breadcrumb_Enter(slot, 4, RQ_SEND_RESPONSE, 0, 5)
        let thread = try #require(page.threadsInsideModules().first)
        #expect(page.threadsInsideModules().count == 1)
        #expect(thread.kind == BreadcrumbKindPool)
        #expect(thread.calls.map(\.module) == [3, 4])
        #expect(thread.innermost?.methodName == "OnSendResponse")
        #expect(try thread.requestText(of: #require(thread.innermost)) == "GET /a HTTP/1.1")
        Breadcrumb_Leave(slot)
        #expect(page.threadsInsideModules().first?.innermost?.module == 3)
        Breadcrumb_Leave(slot)
        #expect(page.threadsInsideModules().isEmpty)
    }

    @Test("Leaving more often than entering, and a null slot, are ignored")
    func ignoresWhatMakesNoSense() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        defer { SharedPage_ReleaseSlot(slot) }
        Breadcrumb_Leave(slot)
        #expect(Breadcrumb_Depth(slot) == 0)
        Breadcrumb_Enter(nil, 1, RQ_BEGIN_REQUEST, 0, 1)
        Breadcrumb_Leave(nil)
        Breadcrumb_Request(nil, 1, nil, 10)
        SharedPage_ReleaseSlot(nil)
    }

    @Test("Calls nested deeper than is recorded name nobody, and the depth comes back to zero")
    func countsBeyondTheFrames() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        defer { SharedPage_ReleaseSlot(slot) }
        for module in UInt32(1)...12 { Breadcrumb_Enter(slot, module, RQ_BEGIN_REQUEST, 0, 9) }
        let deep = try #require(ThreadAccount(reading: slot))
        #expect(deep.depth == 12)
        #expect(deep.calls.map(\.module) == Array(1...8))
        #expect(deep.innermost == nil)
        for _ in 0..<4 { Breadcrumb_Leave(slot) }
        #expect(ThreadAccount(reading: slot)?.innermost?.module == 8)
    }

    @Test("The request line of another exchange is not shown for a call")
    func keepsLinesApart() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        defer { SharedPage_ReleaseSlot(slot) }
        let line = Array("GET /other HTTP/1.1".utf8)
        Breadcrumb_Request(slot, 1, line, line.count)
        Breadcrumb_Enter(slot, 1, RQ_BEGIN_REQUEST, 0, 2)
        let thread = try #require(ThreadAccount(reading: slot))
        #expect(try thread.requestText(of: #require(thread.innermost)) == nil)
    }

    @Test("Only the first 256 bytes of a request line are kept", arguments: [0, 1, 7, 8, 9, 255, 256, 257, 10_000])
    func cutsRequestLine(length: Int) throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        defer { SharedPage_ReleaseSlot(slot) }
        let line = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
        Breadcrumb_Request(slot, 1, line, line.count)
        #expect(ThreadAccount(reading: slot)?.requestLine == Array(line.prefix(256)))
    }

    @Test("A slot whose worker wrote nonsense into it is read within its bounds")
    func clampsHostileCounts() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        slot.pointee.depth = .max
        slot.pointee.requestLineLength = .max
        let thread = try #require(ThreadAccount(reading: slot))
        #expect(thread.calls.count == 8)
        #expect(thread.requestLine.count == 256)
        page.pointer.pointee.slotCount = .max
        #expect(SharedPage_Slot(page.pointer, 1024) == nil)
        page.pointer.pointee.crash.state = 2
        page.pointer.pointee.crash.pcCount = .max
        page.pointer.pointee.crash.slotIndex = 1024
        let crash = try #require(page.crash())
        #expect(crash.programCounters.count == 64)
        #expect(crash.thread == nil)
    }

    @Test("The number of changes runs over without changing the number of open calls")
    func sequenceRunsOver() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        slot.pointee.sequence = .max - 3
        for module in UInt32(1)...3 { Breadcrumb_Enter(slot, module, RQ_BEGIN_REQUEST, 0, 1) }
        #expect(Breadcrumb_Sequence(slot) == 2)
        #expect(ThreadAccount(reading: slot)?.calls.map(\.module) == [1, 2, 3])
        for _ in 1...3 { Breadcrumb_Leave(slot) }
        #expect(Breadcrumb_Depth(slot) == 0)
    }

    @Test("A slot left in the middle of a write gives no account")
    func refusesTornSlot() throws {
        let page = try WorkerPage()
        let slot = try #require(page.claimSlot(kind: BreadcrumbKindLoop))
        Breadcrumb_Enter(slot, 1, RQ_BEGIN_REQUEST, 0, 1)
        _ = Breadcrumb_BeginWrite(slot)
        #expect(ThreadAccount(reading: slot) == nil)
        #expect(page.threadsInsideModules().isEmpty)
    }

    @Test("No read is torn while the thread of the slot writes all the time")
    func readsWholeEntries() throws {
        let page = try WorkerPage()
        let isDone = Atomic(false)
        let started = DispatchSemaphore(value: 0)
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            guard let slot = page.claimSlot(kind: BreadcrumbKindPool) else { return }
            var number: UInt32 = 1
            Breadcrumb_Enter(slot, number, number, number, UInt64(number))
            started.signal()
            while !isDone.load(ordering: .relaxed) {
                number &+= 1
                Breadcrumb_Leave(slot)
                Breadcrumb_Enter(slot, number, number, number, UInt64(number))
            }
            SharedPage_ReleaseSlot(slot)
            finished.signal()
        }
        started.wait()
        let slot = try #require(SharedPage_Slot(page.pointer, 0))
        var snapshot = BreadcrumbSnapshot()
        var wholeReads = 0
        for _ in 0..<200_000 where Breadcrumb_Read(slot, &snapshot) {
            wholeReads += 1
            guard snapshot.frameCount == 1 else { continue }
            let frame = BreadcrumbSnapshot_Frame(&snapshot, 0)
            let isWhole =
                frame.module == frame.notification && frame.module == frame.flags
                && UInt64(frame.module) == frame.exchange
            if !isWhole {
                Issue.record("torn: \(frame)")
                break
            }
        }
        isDone.store(true, ordering: .relaxed)
        finished.wait()
        #expect(wholeReads > 0)
    }

    @Test("64 threads that claim and release slots never share one")
    func claimsAreExclusive() throws {
        let page = try WorkerPage()
        let faults = Atomic(0)
        let start = DispatchSemaphore(value: 0)
        let group = DispatchGroup()
        for number in UInt32(1)...64 {
            group.enter()
            Thread.detachNewThread {
                start.wait()
                // No lock in here: it would make the threads take turns.
                for _ in 0..<2000 where !Self.hasSlotForItself(page, number) { faults.add(1, ordering: .relaxed) }
                group.leave()
            }
        }
        for _ in 1...64 { start.signal() }
        group.wait()
        #expect(faults.load(ordering: .relaxed) == 0)
        #expect(page.threadsInsideModules().isEmpty)
    }

    /// Claims a slot, writes to it as if alone, and looks whether that is what is there.
    private static func hasSlotForItself(_ page: WorkerPage, _ number: UInt32) -> Bool {
        guard let slot = page.claimSlot(kind: BreadcrumbKindPool), Breadcrumb_Current() == slot else { return false }
        Breadcrumb_Enter(slot, number, number, 0, 1)
        let thread = ThreadAccount(reading: slot)
        Breadcrumb_Leave(slot)
        SharedPage_ReleaseSlot(slot)
        return thread?.calls.map(\.module) == [number] && Breadcrumb_Current() == nil
    }

    @Test("When all 1024 slots are taken a thread gets none")
    func runsOutOfSlots() throws {
        let page = try WorkerPage()
        let slots = (0..<1024).compactMap { _ in page.claimSlot(kind: BreadcrumbKindOther) }
        #expect(Set(slots).count == 1024)
        #expect(page.claimSlot(kind: BreadcrumbKindOther) == nil)
        for slot in slots { SharedPage_ReleaseSlot(slot) }
        let again = try #require(page.claimSlot(kind: BreadcrumbKindOther))
        SharedPage_ReleaseSlot(again)
    }

    @Test("A thread does not keep a slot of a page that is gone")
    func losesItsSlotWithThePage() throws {
        do {
            let page = try WorkerPage()
            #expect(page.claimSlot(kind: BreadcrumbKindOther) != nil)
            #expect(Breadcrumb_Current() != nil)
            withExtendedLifetime(page) {}
        }
        #expect(Breadcrumb_Current() == nil)
    }

    @Test("Addresses are told as places in files, and stay bare where there is none")
    func places() throws {
        let page = try WorkerPage()
        #expect(page.place(of: 0x10) == "0x10")
        page.noteImages()
        page.noteImages()
        let function: @convention(c) (UnsafePointer<CChar>?) -> Int = { _ in 0 }
        let address = UInt64(UInt(bitPattern: unsafeBitCast(function, to: UnsafeRawPointer.self)))
        #expect(page.place(of: address).contains("PackageTests.xctest+0x"), "the function is one of this program")
        #expect(page.place(of: 0x10) == "0x10")
        page.pointer.pointee.imageCount = .max
        // Tests that run beside this one may have loaded as many images as are noted.
        page.pointer.pointee.images.191 = .init()
        page.pointer.pointee.images.191.high = .max
        #expect(page.place(of: .max - 1).hasPrefix("+0x"), "counts of a hostile worker are clamped")
    }

    @Test("A worker cannot cut the memory that its supervisor reads")
    func isSealed() throws {
        let page = try WorkerPage()
        #expect(ftruncate(page.descriptor, 0) != 0)
        #expect(errno == EPERM)
    }

    @Test("A descriptor that is no page is refused in a sentence")
    func refusesOtherFiles() throws {
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        let error = #expect(throws: SystemCallError.self) { try WorkerPage(adopting: null) }
        #expect(error?.description.hasPrefix("mapping the memory shared with the supervisor") == true)
    }
}
