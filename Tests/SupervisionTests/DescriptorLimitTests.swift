import Glibc
import Supervision
import Testing

@Suite("DescriptorLimit")
struct DescriptorLimitTests {
    @Test("The soft limit is raised to the hard one")
    func raises() async {
        await #expect(processExitsWith: .exitCode(0)) {
            var limit = rlimit(rlim_cur: 256, rlim_max: 1024)
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(2) }
            guard DescriptorLimit.raise() == 1024 else { exit(3) }
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            exit(limit.rlim_cur == 1024 && DescriptorLimit.raise() == 1024 ? 0 : 4)
        }
    }
}
