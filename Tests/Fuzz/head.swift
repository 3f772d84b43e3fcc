/// The entry of libFuzzer for heads: each input is what a client has sent so far.
@c(LLVMFuzzerTestOneInput)
public func fuzzHead(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count).bytes
    for limits in [DecoderLimits(), DecoderLimits.tight] { HeadInvariants.check(input, limits: limits) }
    return 0
}
