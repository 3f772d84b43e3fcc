import CModuleABI
import Configuration
import Testing

@testable import ModuleHost

@Suite("Objects whose references modules count")
struct CountedObjectTests {
    private func make(_ name: String) throws -> UnsafeMutablePointer<IAppHostConstantValue> {
        let object = try #require(AppHostConstantValueObject.make(NamedValue(name, 7)))
        return object.assumingMemoryBound(to: IAppHostConstantValue.self)
    }

    @Test("The cells of ended objects are used again, after a rest in which calls are refused")
    func reuse() throws {
        var cells: Set<UnsafeMutableRawPointer> = []
        var previous: UnsafeMutablePointer<IAppHostConstantValue>?
        for round in 0..<2_000 {
            let object = try make("name \(round)")
            cells.insert(UnsafeMutableRawPointer(object))
            var number: DWORD = 0
            #expect(IAppHostConstantValue_get_Value(object, &number) == 0)
            #expect(number == 7)
            if let previous {
                #expect(IAppHostConstantValue_get_Value(previous, &number) < 0)
                #expect(IAppHostConstantValue_Release(previous) == 0)
            }
            #expect(IAppHostConstantValue_Release(object) == 0)
            previous = object
        }
        #expect(cells.count > 200 && cells.count < 400)
    }

    @Test("An object lives as long as a thread has a reference, however many threads count")
    func threads() async throws {
        let object = UInt(bitPattern: try make("shared"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let shared = UnsafeMutablePointer<IAppHostConstantValue>(bitPattern: object)
                    for _ in 0..<5_000 {
                        #expect(IAppHostConstantValue_AddRef(shared) > 1)
                        var name: BSTR?
                        #expect(IAppHostConstantValue_get_Name(shared, &name) == 0)
                        SysFreeString(name)
                        #expect(IAppHostConstantValue_Release(shared) > 0)
                    }
                }
            }
        }
        #expect(IAppHostConstantValue_Release(UnsafeMutablePointer(bitPattern: object)) == 0)
    }
}
