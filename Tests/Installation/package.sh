#!/usr/bin/env bash
# Builds a module as an author does who has only what `make install` has put there: a package of SwiftPM in a folder outside,
# which depends on the installed one. In debug and release; the server must load the result, and a test in the package must
# drive it with ModuleTesting. Called by `make check-package`.
set -euo pipefail
program=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
PREFIX=$folder/prefix PROGRAM=$program sh "$root/Sources/Installation/install.sh"

mkdir -p "$folder/package/Sources/Hello" "$folder/package/Tests/HelloTests"
cd "$folder/package"
cp "$folder"/prefix/share/doc/modhost/examples/hello-swift/Hello.swift Sources/Hello
cat > Package.swift << END
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hello",
    products: [.library(name: "Hello", type: .dynamic, targets: ["Hello"])],
    dependencies: [.package(name: "modhost", path: "$folder/prefix/share/modhost")],
    targets: [
        .target(name: "Hello", dependencies: [.product(name: "ModuleKit", package: "modhost")]),
        .testTarget(name: "HelloTests", dependencies: [.product(name: "ModuleTesting", package: "modhost")]),
    ]
)
END
cat > Tests/HelloTests/HelloTests.swift << 'END'
import ModuleTesting
import Testing

@Test("The module answers its path")
func answer() async throws {
    let host = try TestHost(".build/debug/libHello.so")
    #expect(await host.respond(to: .get("/swift")).text == "Hello from Swift\n")
    host.unload()
}
END

for configuration in debug release; do
    swift build -c $configuration --product Hello
    "$folder/prefix/bin/modhost" check .build/$configuration/libHello.so | grep -F 'module 1 "Hello"' ||
        { echo "$configuration: the server does not load the module" >&2; exit 1; }
    "$folder/prefix/bin/modhost" inspect .build/$configuration/libHello.so | grep -F 'runtime     here, of Swift' ||
        { echo "$configuration: inspect does not find the runtime" >&2; exit 1; }
done
swift test --disable-xctest
