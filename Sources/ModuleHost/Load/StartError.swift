package import ModuleFiles
package import OperatingSystem

/// Why a worker cannot begin to serve: one sentence that names the file, the reason and the remedy.
package enum StartError: Error, CustomStringConvertible {
    /// A module file is refused.
    case load(LoadError)
    /// `RegisterModule` returned a failure; `result` is the HRESULT in hexadecimal and words. `reason` is what the
    /// module itself said of it, `refusal` a sentence about the first of its calls that the host refused.
    case registrationFailed(path: String, result: String, reason: String?, refusal: String?)
    /// `RegisterModule` let an exception escape.
    case registrationThrew(path: String, exception: String)
    /// `DllMain` answered FALSE to DLL_PROCESS_ATTACH.
    case attachRefused(path: String)
    /// The system gives no threads.
    case threads(PosixThreadError)

    package var description: String {
        switch self {
        case .load(let error): error.description
        case .registrationFailed(let path, let result, let reason, let refusal):
            "\(path): its RegisterModule returned \(result)\(Self.account(reason, refusal)), "
                + "or remove it from the list of modules."
        case .registrationThrew(let path, let exception):
            "\(path): its RegisterModule let an exception escape (\(exception)); mend the module, or remove it from the list of modules."
        case .attachRefused(let path):
            "\(path): its DllMain refused to be attached; look for the cause in the module, or remove it from the list of modules."
        case .threads(let error): "\(error)"
        }
    }

    /// Why a registration failed, as far as that is known, and what to do.
    private static func account(_ reason: String?, _ refusal: String?) -> String {
        var text = ""
        if let reason { text += " and said: \(reason)" }
        if let refusal { text += "; \(refusal)" }
        return text + (text.isEmpty ? "; look for the cause in the module or its documentation" : "; mend the module")
    }
}
