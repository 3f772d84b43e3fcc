import TestSupport
import Testing

@testable import Configuration

@Suite("Lists of items")
struct ItemListTests {
    private func item(_ number: Int) -> ConfigurationElement {
        var item = ConfigurationElement(ElementSchema(name: "add"))
        item.place = ConfigurationPlace(file: "a", line: number)
        return item
    }

    private func lines(_ items: some Sequence<ConfigurationElement>) -> [Int?] { items.map(\.place?.line) }

    @Test("Items are where an array would have them, whatever is put in and taken out", arguments: 0..<20)
    func asArray(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var (list, array): (ItemList, [ConfigurationElement]) = ([], [])
        for number in 1...400 {
            let position = array.isEmpty ? 0 : Int.random(in: 0...array.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where position < array.count:
                list.remove(at: position)
                array.remove(at: position)
            case 1 where position < array.count:
                list[position].place?.line = -number
                array[position].place?.line = -number
            case 2, 3:
                list.insert(item(number), at: position)
                array.insert(item(number), at: position)
            default:
                list.append(item(number))
                array.append(item(number))
            }
        }
        #expect(list.count == array.count)
        #expect(lines(list) == lines(array))
        #expect(list.indices.map { list[$0].place?.line } == lines(array))
        #expect(list.firstIndex { $0.place == array.last?.place } == array.firstIndex { $0.place == array.last?.place })
    }

    @Test("A copy is not changed by what is done to the other")
    func copies() {
        var list: ItemList = []
        for number in 0..<100 { list.append(item(number)) }
        let before = list
        list.append(item(100))
        list.remove(at: 0)
        list[50].place?.line = -1
        #expect(lines(before) == Array(0..<100))
        #expect(list.count == 100)
    }

    @Test("Keys are found, however many there are, and not when they were taken away")
    func keys() {
        var table = KeyTable()
        #expect(table[["0"]] == nil)
        for number in 0..<1_000 { table[["\(number)", "x"]] = ConfigurationPlace(file: "a", line: number) }
        for number in stride(from: 0, to: 1_000, by: 2) { table[["\(number)", "x"]] = nil }
        for number in 0..<1_000 {
            #expect(table[["\(number)", "x"]]?.line == (number % 2 == 0 ? nil : number))
            #expect(table[["\(number)"]] == nil)
        }
    }
}
