import CModuleABI
import Configuration
import Glibc
import HostLog
import Logging
import ModuleFiles
import ModuleInterfaces

/// Opens one image and lets it register itself.
struct ModuleLoader {
    let host: ModuleHost

    /// Reads the file once more (it may have changed since the supervisor read it), opens it, and calls its `RegisterModule`.
    func load(_ module: ModuleConfiguration, index: UInt32) throws(StartError) -> LoadedModule {
        let file: ModuleFile
        let image: OpenedImage
        do throws(LoadError) {
            file = try ModuleFile.examine(path: module.path, name: module.name, readFrom: module.image)
            image = try open(file, at: module.image, index: index)
        } catch {
            throw .load(error)
        }
        image.rename(module.absolutePath)
        for notice in file.notices + missingProc(file) {
            host.logger.notice("\(notice)", metadata: ["module": "\(module.name)"])
        }
        guard let entry = image.entryPoint(named: [file.entry.rawValue]) else {
            throw .load(.noEntry(path: module.path))
        }
        let isAttached = CallMark.around(.registerModule, module: index, exchange: 0) { image.attach() }
        guard isAttached else { throw .attachRefused(path: module.path) }
        return try register(module, entry: entry, index: index)
    }

    /// Lets a module register itself that is code of this process: there is no image to open.
    func load(_ module: ModuleConfiguration, entry: EntryPoint, index: UInt32) throws(StartError) -> LoadedModule {
        try register(module, entry: entry, index: index)
    }

    /// Swift's runtime runs tasks on threads that libdispatch watches by their files in `/proc`; without them it ends the process.
    private func missingProc(_ file: ModuleFile) -> [String] {
        guard file.image.dynamic?.needed.contains("libswift_Concurrency.so") == true,
            access("/proc/self/stat", R_OK) != 0
        else { return [] }
        return [
            "It can run Swift tasks, for which Swift's runtime reads /proc, and here there is none: "
                + "the first task can end the worker; mount /proc."
        ]
    }

    /// Runs the image's constructors: if one crashes, the breadcrumb names the module.
    private func open(_ file: ModuleFile, at path: String, index: UInt32) throws(LoadError) -> OpenedImage {
        // What a needed library would do to the process the system's loader accepts without a word.
        let forecast = LinkForecast(file.image, path: path, search: .host(), onlyHarm: true)
        if let harm = forecast.harm(path: file.path) { throw harm }
        let opened = CallMark.around(.registerModule, module: index, exchange: 0) {
            Result { () throws(OpenedImage.Refusal) in try OpenedImage(path: path) }
        }
        switch opened {
        case .success(let image): return image
        case .failure(let refusal): throw LoadError.fromDlerror(refusal.text, file: file, openedAs: path)
        }
    }

    private func register(
        _ module: ModuleConfiguration, entry: EntryPoint, index: UInt32
    ) throws(StartError) -> LoadedModule {
        let info = ModuleRegistrationInfoObject(name: module.name, index: index)
        guard let infoPointer = info.pointer, let server = host.staticObjects.server else {
            throw .registrationFailed(
                path: module.path, result: HResult.describe(HResult.outOfMemory), reason: nil, refusal: nil)
        }
        // The object is handed to foreign code that may keep it for good.
        _ = Unmanaged.passRetained(info)
        host.registrationAccount.open()
        let call = CallMark.around(.registerModule, module: index, exchange: 0) {
            entry.register(
                serverVersion: ModuleHost.serverVersion, registrationInfo: infoPointer, server: server)
        }
        let reason = host.registrationAccount.close()
        let (registration, refusal) = info.close()
        if call.threw { throw .registrationThrew(path: module.path, exception: EscapedException.last().description) }
        guard call.value >= 0 else {
            throw .registrationFailed(
                path: module.path, result: HResult.describe(call.value), reason: reason, refusal: refusal)
        }
        if let refusal {
            host.logger.notice(
                "module \"\(module.name)\" has registered, but \(refusal)", metadata: ["module": "\(module.name)"])
        }
        let loaded = LoadedModule(
            index: index, name: module.name, path: module.path, absolutePath: module.absolutePath,
            registration: registration, pools: module.pools)
        host.noteMissingGlobalEntries(of: loaded)
        return loaded
    }
}
