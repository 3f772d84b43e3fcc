// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "greeting",
    products: [
        // The module: the one file that the server loads.
        .library(name: "Greeting", type: .dynamic, targets: ["Greeting"])
    ],
    dependencies: [
        // A package elsewhere names the place and the version: .package(url: "https://...", from: "...").
        .package(name: "modhost", path: "../..")
    ],
    targets: [
        // What knows nothing of modules is a target of its own, which tests can call.
        .target(name: "LanguageChoice"),
        .target(name: "Greeting", dependencies: ["LanguageChoice", .product(name: "ModuleKit", package: "modhost")]),
        .testTarget(name: "LanguageChoiceTests", dependencies: ["LanguageChoice"]),
        .testTarget(name: "GreetingTests", dependencies: [.product(name: "ModuleTesting", package: "modhost")]),
    ]
)
