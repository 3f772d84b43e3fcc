/// The entry of libFuzzer for bodies in chunks: each input is what follows a head.
@c(LLVMFuzzerTestOneInput)
public func fuzzChunks(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count).bytes
    for limits in [DecoderLimits(), DecoderLimits.tight] { ChunkInvariants.check(input, limits: limits) }
    return 0
}
