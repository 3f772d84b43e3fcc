import Glibc
import Testing

/// `make example-package` runs it, after the package's own tests: to build all they need takes minutes.
@Suite(
    "The example package-swift", .serialized,
    .enabled(if: getenv("MODHOST_TEST_PACKAGE") != nil, "it is for make example-package"))
struct PackageExampleTests {
    @Test("The commands in its README do what it says")
    func commands() throws {
        let path = "Examples/package-swift/README.md"
        let tree = try WorkingTree()
        for block in try Document(path).blocks where block.language == "sh" { try tree.run(block, of: path) }
    }
}
