/// The text of a configuration file, and where its lines begin.
struct ConfigurationText {
    let file: String
    /// UTF-8, without a byte order mark.
    let bytes: [UInt8]
    private let lineStarts: [Int]
    /// The place that was asked for last. Readers go through a file in order, and a file may be one line of megabytes.
    private let last = LastPlace()

    private final class LastPlace {
        var offset = 0
        var place = (line: 0, column: 0)
    }

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// The place of a byte.
    func place(_ offset: Int) -> ConfigurationPlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let end = min(offset, bytes.count)
        let isBehind = last.place.line == low && last.offset <= end && last.offset >= lineStarts[low]
        let start = isBehind ? last.offset : lineStarts[low]
        // Characters, not bytes: those that do not continue another.
        let column = (isBehind ? last.place.column : 0) + bytes[start..<end].count { $0 & 0xC0 != 0x80 }
        last.offset = max(end, start)
        last.place = (low, column)
        return ConfigurationPlace(file: file, line: low + 1, column: column + 1)
    }
}
