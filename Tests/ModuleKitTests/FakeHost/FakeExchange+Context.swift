import CModuleABI
import ModuleKit

extension FakeExchange {
    private typealias Object = FakeObject<IHttpContext, FakeExchange>

    static var contextTable: IHttpContextVtbl {
        var table = IHttpContextVtbl()
        table.GetRequest = { Object.owner($0).request.pointer }
        table.GetResponse = { Object.owner($0).response.pointer }
        table.GetTraceContext = { Object.owner($0).trace.pointer }
        table.GetConnection = { Object.owner($0).connection?.pointer }
        table.GetUser = { Object.owner($0).user }
        table.GetResponseHeadersSent = { Object.owner($0).headersSent ? 1 : 0 }
        table.SetRequestHandled = { Object.owner($0).events.append("handled") }
        table.DisableNotifications = { Object.owner($0).events.append("disable \($1) \($2)") }
        table.AllocateRequestMemory = { Object.owner($0).allocate($1) }
        table.IndicateCompletion = { _ = Object.owner($0).completionSink.yield($1.rawValue) }
        table.PostCompletion = { context, bytes in
            Object.owner(context).events.append("post \(bytes)")
            return Object.owner(context).answers["PostCompletion"] ?? 0
        }
        table.GetServerVariableA = { context, name, value, count in
            let fake = Object.owner(context)
            guard let text = fake.variables[String(cString: name!)] else { return ResultCode.invalidIndex.rawValue }
            value!.pointee = fake.lend(text)
            count!.pointee = UInt32(text.utf8.count)
            return 0
        }
        table.SetServerVariable = { context, name, value in
            let fake = Object.owner(context)
            if let refusal = fake.answers["SetServerVariable"] { return refusal }
            fake.variables[String(cString: name!)] = value.map(fakeText)
            return 0
        }
        return table
    }

    func makeOthers() {
        var traceTable = IHttpTraceContextVtbl()
        traceTable.QuickTrace = { trace, text, _, _, level in
            let line = text.map(fakeText) ?? ""
            FakeObject<IHttpTraceContext, FakeExchange>.owner(trace).log.append("\(level) \(line)")
            return 0
        }
        trace = FakeObject(self, table: traceTable)

        var providerTable = IHttpEventProviderVtbl()
        providerTable.SetErrorStatus = {
            FakeObject<IHttpEventProvider, FakeExchange>.owner($0).errorStatuses.append($1)
        }
        provider = FakeObject(self, table: providerTable)

        var sendTable = ISendResponseProviderVtbl()
        sendTable.GetHeadersBeingSent = { _ in 1 }
        sendTable.GetReadyToLogData = { _ in 1 }
        sendTable.GetFlags = { _ in 4 }
        sendTable.SetFlags = {
            FakeObject<ISendResponseProvider, FakeExchange>.owner($0).events.append("flags \($1)")
        }
        sendTable.SetErrorStatus = {
            FakeObject<ISendResponseProvider, FakeExchange>.owner($0).errorStatuses.append($1)
        }
        sendProvider = FakeObject(self, table: sendTable)

        var authenticationTable = IAuthenticationProviderVtbl()
        authenticationTable.SetUser = { FakeObject<IAuthenticationProvider, FakeExchange>.owner($0).user = $1 }
        authenticationProvider = FakeObject(self, table: authenticationTable)

        var allocatorTable = IModuleAllocatorVtbl()
        allocatorTable.AllocateMemory = { allocator, count in
            let fake = FakeObject<IModuleAllocator, FakeExchange>.owner(allocator)
            // Aligned for words and for nothing more.
            return fake.answers["AllocateMemory"] == nil ? fake.allocate(count + 8) + 8 : nil
        }
        allocator = FakeObject(self, table: allocatorTable)
    }
}
