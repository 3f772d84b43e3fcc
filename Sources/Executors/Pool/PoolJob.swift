/// What the pool runs: anything that already exists for other reasons, such as an exchange, so that submitting it
/// allocates nothing.
package protocol PoolJob: AnyObject, Sendable {
    /// Does the work. Called once per submission, on a thread of the pool, which may wait in here as long as it needs.
    func run()
}
