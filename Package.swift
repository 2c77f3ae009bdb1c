// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// Only those who build the documentation need its plugin.
let documentation: [Package.Dependency] =
  Context.environment["GRADGRAPH_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "gradgraph",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gradgraph", targets: ["gradgraph"]),
    .plugin(name: "gradgraph-docs", targets: ["GradGraphDocs"]),
    .library(name: "Autodiff", targets: ["Autodiff"]),
    .library(name: "FormulaSyntax", targets: ["FormulaSyntax"]),
    .library(name: "GraphExport", targets: ["GraphExport"]),
    .library(name: "LayeredLayout", targets: ["LayeredLayout"]),
    .library(name: "Plots", targets: ["Plots"]),
    .library(name: "ChainRule", targets: ["ChainRule"]),
    .library(name: "Graphviz", targets: ["Graphviz"]),
    .library(name: "MarkdownBlocks", targets: ["MarkdownBlocks"]),
    .library(name: "GradGraphCommands", targets: ["GradGraphCommands"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
  ] + documentation,
  targets: [
    .target(name: "GradGraphPlatform", swiftSettings: strict),
    .target(name: "Autodiff", dependencies: ["GradGraphPlatform"], swiftSettings: strict),
    .target(name: "DisplayText", swiftSettings: strict),
    .target(name: "LayeredLayout", swiftSettings: strict),
    .target(name: "MarkdownBlocks", swiftSettings: strict),
    .target(name: "FormulaSyntax", dependencies: ["Autodiff", "DisplayText"], swiftSettings: strict),
    .target(
      name: "GraphExport", dependencies: ["Autodiff", "DisplayText", "GradGraphPlatform"],
      swiftSettings: strict),
    .target(
      name: "Plots", dependencies: ["DisplayText", "GradGraphPlatform", "GraphExport"], swiftSettings: strict),
    .target(
      name: "ChainRule", dependencies: ["Autodiff", "DisplayText", "FormulaSyntax", "GraphExport"],
      swiftSettings: strict),
    .target(
      name: "Graphviz",
      dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
      swiftSettings: strict),
    .target(
      name: "GradGraphCommands",
      dependencies: [
        "Autodiff", "ChainRule", "DisplayText", "FormulaSyntax", "GradGraphPlatform", "GraphExport",
        "Graphviz",
        "MarkdownBlocks", "Plots",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // It calls the commands only; its documentation, which is everybody's first page, links to the other modules.
    .executableTarget(
      name: "gradgraph",
      dependencies: [
        "GradGraphCommands", "Autodiff", "ChainRule", "FormulaSyntax", "GraphExport", "Graphviz",
      ],
      swiftSettings: strict),
    .plugin(
      name: "GradGraphDocs",
      capability: .command(
        intent: .custom(
          verb: "gradgraph-docs",
          description: "Fill the gradgraph blocks of the documentation, or check them."),
        permissions: [
          .writeToPackageDirectory(reason: "It writes pictures and numbers into the documentation.")
        ]),
      dependencies: ["gradgraph"]),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "AutodiffTests", dependencies: ["Autodiff"], swiftSettings: strict),
    .testTarget(
      name: "FormulaSyntaxTests", dependencies: ["FormulaSyntax", "Autodiff", "TestSupport"],
      exclude: ["Grammar"],
      swiftSettings: strict),
    .testTarget(
      name: "GraphExportTests", dependencies: ["GraphExport", "Autodiff", "DisplayText", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PlotsTests", dependencies: ["Plots", "GraphExport", "DisplayText", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ChainRuleTests", dependencies: ["ChainRule", "Autodiff", "FormulaSyntax", "GraphExport"],
      swiftSettings: strict),
    .testTarget(name: "LayeredLayoutTests", dependencies: ["LayeredLayout"], swiftSettings: strict),
    .testTarget(name: "MarkdownBlocksTests", dependencies: ["MarkdownBlocks"], swiftSettings: strict),
    // Answer.swift is compiled for WebAssembly, too, see Makefile.
    .testTarget(
      name: "WebAssemblyTests",
      dependencies: ["Autodiff", "ChainRule", "FormulaSyntax", "GraphExport", "TestSupport"],
      path: "Tests/Wasm",
      exclude: [
        "Exports.swift", "Formulas.txt", "Shim.c", "ask.mjs", "check.sh", "include", "link.sh",
        "toolchain.sh",
      ], swiftSettings: strict),
    .testTarget(name: "GraphvizTests", dependencies: ["Graphviz"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "gradgraph", "GradGraphCommands", "Autodiff", "ChainRule", "FormulaSyntax", "GraphExport", "Graphviz",
        "LayeredLayout",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
