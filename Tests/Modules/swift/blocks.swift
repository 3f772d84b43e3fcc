// Calls in tasks what would wait on their thread: the compiler refuses each line that is marked.
import ModuleKit

func work(_ context: HttpContext) -> NotificationStatus {
    context.pending { context in
        _ = try context.request.body()  // refused
        _ = try context.request.readBody()  // refused
        try context.response.flush()  // refused
        context.response.write("a")  // refused
        try context.response.write(file: "/a")  // refused
        return .finishRequest
    }
}
