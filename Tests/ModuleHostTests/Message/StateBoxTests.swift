import Testing

@testable import ModuleHost

@Suite("A box for state")
struct StateBoxTests {
    private final class Held {}

    private struct State {
        var count = 0
        var numbers = [1, 2]
        var held: Held?
    }

    @Test("Its fields are those of the state, and are changed in place")
    func fields() {
        let box = StateBox(State())
        box.count += 2
        box.numbers.append(3)
        #expect(box.count == 2)
        #expect(box.value.numbers == [1, 2, 3])
        #expect(box.address.pointee.count == 2)
        box.value = State(count: 5)
        #expect(box.count == 5)
        #expect(box.numbers == [1, 2])
    }

    @Test("What the state holds is let go of with the box, or with the state that another one replaces")
    func release() {
        weak var first: Held?
        weak var second: Held?
        do {
            let box = StateBox(State(held: Held()))
            first = box.held
            #expect(first != nil)
            box.value = State(held: Held())
            #expect(first == nil)
            second = box.held
            #expect(second != nil)
        }
        #expect(second == nil)
    }
}
