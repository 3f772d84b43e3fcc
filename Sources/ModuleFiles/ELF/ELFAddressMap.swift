/// Where the loader's addresses lie in the file: the PT_LOAD segments.
struct ELFAddressMap {
    let segments: [ELFSegment]

    init(_ segments: [ELFSegment]) {
        self.segments = segments.filter { $0.type == ELFSegment.load }
    }

    /// The stretch of the file behind `size` bytes at an address; a fault if it is not wholly in one segment.
    func range(of address: UInt64, size: UInt64, _ what: String) throws(ELFFault) -> Range<Int> {
        let rest = try tail(of: address, what)
        guard size <= UInt64(rest.count) else { throw .malformed("\(what) leaves its segment") }
        return rest.lowerBound..<rest.lowerBound + Int(size)
    }

    /// The file from an address to the end of its segment.
    func tail(of address: UInt64, _ what: String) throws(ELFFault) -> Range<Int> {
        guard address < UInt64(ELFReader.largest) else { throw .malformed("\(what) is beyond any file") }
        let wanted = Int(address)
        for segment in segments where wanted >= segment.address {
            let distance = wanted - segment.address
            if distance < segment.fileSize {
                return segment.offset + distance..<segment.offset + segment.fileSize
            }
        }
        throw .malformed("\(what) lies in no loaded segment")
    }
}
