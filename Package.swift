// swift-tools-version: 6.2

import Glibc
import PackageDescription

/// `MODHOST_WARNINGS=error` makes errors of the warnings in this package's own code; CI sets it.
let warningsAreErrors = Context.environment["MODHOST_WARNINGS"] == "error"

// Not MemberImportVisibility: on Linux the importer files the members of glibc's structs under whichever C module includes
// them first, and which one that is changes from build to build.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "modhost",
    products: [
        .executable(name: "modhost", targets: ["Program"]),
        .library(name: "ModuleKit", type: .static, targets: ["ModuleKit"]),
        .library(name: "ModuleTesting", targets: ["ModuleTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    ],
    targets: [
        // The contract: C and C++ headers, written by GenerateModuleHeaders from one description.
        .target(
            name: "CModuleABI",
            path: "CModuleHeaders",
            exclude: ["generator", "interfaces", "windows", "contract.lock"],
            sources: ["layout.c"],
            publicHeadersPath: "include"
        ),
        .executableTarget(name: "GenerateModuleHeaders", path: "CModuleHeaders/generator"),

        // Threads, locks, addresses and errors of the operating system, for all parts of the server.
        .target(name: "OperatingSystem", dependencies: ["CProcess"]),

        // What a server is told: values, which all parts of it may import.
        .systemLibrary(
            name: "CLibXML2", path: "Sources/Configuration/CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .yum(["libxml2-devel"])]),
        .target(name: "CXMLFile", dependencies: ["CLibXML2"], path: "Sources/Configuration/CXMLFile"),
        .target(
            name: "Configuration",
            dependencies: ["CXMLFile", "OperatingSystem", .product(name: "Yams", package: "Yams")],
            exclude: ["CLibXML2", "CXMLFile"]
        ),

        // The way of a request.
        .target(name: "CEvents", path: "Sources/EventLoop/CEvents"),
        .target(
            name: "EventLoop",
            dependencies: ["CEvents", "OperatingSystem", .product(name: "DequeModule", package: "swift-collections")],
            exclude: ["CEvents"],
            // A span of a buffer's bytes needs it.
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]
        ),
        .target(name: "HTTPCodec"),
        .target(
            name: "HTTPFront",
            dependencies: [
                "CModuleABI", "Configuration", "EventLoop", "Executors", "HostLog", "HTTPCodec", "ModuleHost",
                "OperatingSystem",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "ModuleHost",
            dependencies: [
                "CModuleABI", "CModuleBorder", "CProcess", "CSharedPage", "Configuration", "Executors", "HostLog",
                "ModuleFiles", "ModuleInterfaces", "OperatingSystem",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Executors",
            dependencies: [
                "CSharedPage", "Configuration", "HostLog", "OperatingSystem",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "HostLog", dependencies: ["OperatingSystem", .product(name: "Logging", package: "swift-log")]),
        .target(name: "CDigest", path: "Sources/ModuleFiles/CDigest"),
        .target(
            name: "ModuleFiles", dependencies: ["CDigest", "CModuleBorder", "HostLog", "OperatingSystem"],
            exclude: ["CDigest"]),
        .target(
            name: "CModuleBorder",
            dependencies: ["CModuleABI", "CSharedPage"],
            path: "Sources/ModuleInterfaces/CModuleBorder",
            publicHeadersPath: "include"
        ),
        .target(
            name: "ModuleInterfaces",
            dependencies: ["CModuleABI", "CModuleBorder"],
            exclude: ["CModuleBorder"]
        ),
        .target(name: "ModuleKit", dependencies: ["CModuleABI"]),
        .target(
            name: "ModuleTesting",
            dependencies: [
                "Configuration", "ModuleFiles", "ModuleHost", "ModuleInterfaces", "ModuleKit", "OperatingSystem",
            ]),

        // The program around it.
        .executableTarget(
            name: "Program",
            dependencies: [
                "CProcess", "CSharedPage", "Configuration", "Executors", "HTTPCodec", "HTTPFront", "HostLog",
                "ModuleFiles",
                "ModuleHost", "OperatingSystem", "Supervision",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "CProcess", path: "Sources/Supervision/CProcess"),
        .target(name: "CSharedPage", dependencies: ["CProcess"], path: "Sources/Supervision/CSharedPage"),
        .target(
            name: "Supervision",
            dependencies: [
                "CProcess", "CSharedPage", "Configuration", "HostLog", "OperatingSystem",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["CProcess", "CSharedPage"]
        ),

        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "OperatingSystem", "TestSupport"]),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop", "OperatingSystem", "TestSupport"]),
        // What several of the test targets need; no part of the program.
        .target(
            name: "TestSupport",
            dependencies: [
                "CProcess", "CSharedPage", "Configuration", "EventLoop", "ModuleHost", "OperatingSystem",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(
            name: "HTTPCodecTests",
            dependencies: [
                "CModuleABI", "HTTPCodec", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "HTTPFrontTests",
            dependencies: [
                "Configuration", "EventLoop", "HTTPCodec", "HTTPFront", "HostLog", "ModuleHost", "OperatingSystem",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "ModuleHostTests",
            dependencies: [
                "CModuleABI", "CSharedPage", "Configuration", "ModuleHost", "ModuleInterfaces", "OperatingSystem",
                "TestSupport", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "OperatingSystemTests", dependencies: ["CProcess", "OperatingSystem"]),
        .testTarget(
            name: "HostLogTests",
            dependencies: [
                "HostLog", "TestSupport", "OperatingSystem", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "ExecutorsTests",
            dependencies: [
                "CModuleABI", "CSharedPage", "Configuration", "Executors", "HostLog", "OperatingSystem", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "ModuleFilesTests", dependencies: ["ModuleFiles", "TestSupport"]),
        .testTarget(
            name: "ModuleTestingTests",
            dependencies: ["ModuleHost", "ModuleKit", "ModuleTesting", "OperatingSystem", "TestSupport"]),
        .testTarget(
            name: "SupervisionTests",
            dependencies: [
                "CModuleABI", "CProcess", "CSharedPage", "Configuration", "OperatingSystem", "Supervision",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "ModuleKitTests", dependencies: ["CModuleABI", "ModuleKit"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Configuration", "HTTPFront", "ModuleHost", "ModuleTesting", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "CProcess", "CSharedPage", "Configuration", "ModuleHost", "OperatingSystem", "Program", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(
            name: "ModuleHeaderTests", dependencies: ["GenerateModuleHeaders", "TestSupport"], exclude: ["Fixtures"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11,
    cxxLanguageStandard: .cxx17
)

func isThere(_ path: String) -> Bool { access("\(Context.packageDirectory)/\(path)", F_OK) == 0 }

// Installed (see Sources/Installation/install.sh), this is what modules are built and tested with: the program and the tests are not
// there, and what only they depend on is not fetched.
if !isThere("Tests") {
    package.products.removeAll { $0.name == "modhost" }
    package.targets.removeAll { $0.type == .test || !isThere($0.path ?? "Sources/\($0.name)") }
    for target in package.targets {
        target.exclude.removeAll { !isThere("\(target.path ?? "Sources/\(target.name)")/\($0)") }
    }
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
        return ["swift-nio.git", "swift-argument-parser.git"].contains { location.hasSuffix("/\($0)") }
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + swiftSettings
    if warningsAreErrors {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
        target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
        target.cxxSettings = (target.cxxSettings ?? []) + [.treatAllWarnings(as: .error)]
    }
}
