import CModuleABI
import CModuleBorder

/// A function that a module gave to be called when an operation has ended, with the context it wants back.
package struct CompletionCallback: @unchecked Sendable {
    // Safety: both words come from the module and go back to it unread.
    private let function: UnsafeMutableRawPointer
    private let context: UnsafeMutableRawPointer?

    package init(function: UnsafeMutableRawPointer, context: UnsafeMutableRawPointer?) {
        self.function = function
        self.context = context
    }

    /// Calls it as a PFN_ASYNC_COMPLETION.
    package func complete(
        httpContext: UnsafeMutableRawPointer, completionInfo: UnsafeMutableRawPointer
    ) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_Callback(function, httpContext, completionInfo, context, &threw)
        return CallOutcome(status, threw: threw)
    }

    /// Calls it as an LPOVERLAPPED_COMPLETION_ROUTINE.
    package func completeOverlapped(error: UInt32, bytes: UInt32) -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Overlapped(function, error, bytes, context, &threw)
        return CallOutcome((), threw: threw)
    }
}
