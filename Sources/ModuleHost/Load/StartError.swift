/// Why a worker cannot begin to serve: one sentence that names the file, the reason and the remedy.
package enum StartError: Error, CustomStringConvertible {
    /// A module file is refused.
    case load(LoadError)
    /// `RegisterModule` returned a failure; `result` is the HRESULT in hexadecimal and words.
    case registrationFailed(path: String, result: String)
    /// `RegisterModule` let an exception escape.
    case registrationThrew(path: String, exception: String)
    /// `DllMain` answered FALSE to DLL_PROCESS_ATTACH.
    case attachRefused(path: String)
    /// The system gives no threads.
    case threads(PosixThreadError)

    package var description: String {
        switch self {
        case .load(let error): error.description
        case .registrationFailed(let path, let result):
            "\(path): its RegisterModule returned \(result); look for the cause in the module or its documentation, or remove it from the list of modules."
        case .registrationThrew(let path, let exception):
            "\(path): its RegisterModule let an exception escape (\(exception)); mend the module, or remove it from the list of modules."
        case .attachRefused(let path):
            "\(path): its DllMain refused to be attached; look for the cause in the module, or remove it from the list of modules."
        case .threads(let error): "\(error)"
        }
    }
}
