import CSharedPage
import ModuleHost
import Supervision

/// What each thread of a worker does first and last: its breadcrumb slot and its stack for the crash handler.
enum WorkerThreads {
    static func hooks(_ link: WorkerLink, kind: UInt32) -> ThreadHooks {
        ThreadHooks(
            started: {
                _ = link.page.claimSlot(kind: kind)
                _ = CrashHandler_PrepareThread()
            },
            ends: {
                SharedPage_ReleaseSlot(Breadcrumb_Current())
                CrashHandler_ReleaseThread()
            })
    }

    static func loop(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindLoop) }
    static func pool(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindPool) }
    static func main(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindOther) }
}
