import Testing

@testable import ModuleHost

@Suite("Objects that live as long as the process")
struct StaticObjectTests {
    @Test("What answers the calls stays, whoever lets go of it: modules keep the pointer")
    func stays() {
        weak var answering: GlobalStopListeningProviderObject?
        do {
            let object = GlobalStopListeningProviderObject(isGraceful: true)
            #expect(object.pointer != nil)
            answering = object
        }
        #expect(answering != nil)
    }
}
