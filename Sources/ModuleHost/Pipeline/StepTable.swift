/// The steps of a pipeline, in memory that is never moved: every walk reads them, and an array would be retained each time.
struct StepTable: ~Copyable, @unchecked Sendable {
    // Safety: written once, before it is shared.
    private let steps: UnsafeMutablePointer<Pipeline.Step>
    let count: Int

    init(_ steps: [Pipeline.Step]) {
        count = steps.count
        self.steps = .allocate(capacity: max(steps.count, 1))
        for (index, step) in steps.enumerated() { (self.steps + index).initialize(to: step) }
    }

    deinit {
        steps.deinitialize(count: count)
        steps.deallocate()
    }

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { 0..<count }

    subscript(index: Int) -> Pipeline.Step {
        @inline(__always) get {
            precondition(index >= 0 && index < count)
            return steps[index]
        }
    }
}
