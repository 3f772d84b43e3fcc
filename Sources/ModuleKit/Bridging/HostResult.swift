/// Throws what the host answered if it is a failure. Nil stands for an object that is no longer there.
func check(_ code: Int32?, _ operation: @autoclosure () -> String) throws(HostError) {
    guard let code else { throw HostError(.invalidHandle, operation()) }
    if code < 0 {
        throw HostError(ResultCode(rawValue: code), operation())
    }
}
