/// The entry of libFuzzer for paths: each input is a request target in origin form, or anything else.
@c(LLVMFuzzerTestOneInput)
public func fuzzURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    URLInvariants.check(UnsafeRawBufferPointer(start: start, count: count).bytes)
    return 0
}
