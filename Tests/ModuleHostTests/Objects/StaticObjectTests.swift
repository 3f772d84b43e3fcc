import Testing

@testable import ModuleHost

@Suite("Objects that live as long as the process")
struct StaticObjectTests {
    @Test("The object behind a pointer lives on when its maker releases it: modules keep the pointer")
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
