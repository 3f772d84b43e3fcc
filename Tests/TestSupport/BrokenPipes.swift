import Glibc

/// Has the process go on when it sends to a client that is gone, as a worker does; for tests that serve in their own process.
package func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
