// swift-tools-version: 6.2
import PackageDescription

// To count instructions, as continuous integration does, only the engine is built, without the benchmark library.
let isCounting = Context.environment["GRADGRAPH_COUNT"] != nil

let library: [Package.Dependency] =
  isCounting ? [] : [.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: [])]

let timed: [Target] =
  isCounting
  ? []
  : [
    .executableTarget(
      name: "measure",
      dependencies: [
        "Workloads",
        .product(name: "Autodiff", package: "gradgraph"),
        .product(name: "FormulaSyntax", package: "gradgraph"),
        .product(name: "GraphExport", package: "gradgraph"),
      ]),
    .executableTarget(
      name: "layout", dependencies: [.product(name: "LayeredLayout", package: "gradgraph")]),
    .executableTarget(
      name: "Engine",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Engine",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]

// A package of its own, so that its dependencies never reach those who use gradgraph.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gradgraph", path: "..")] + library,
  targets: [
    .target(name: "Workloads", dependencies: [.product(name: "Autodiff", package: "gradgraph")]),
    .executableTarget(
      name: "count", dependencies: ["Workloads", .product(name: "Autodiff", package: "gradgraph")]),
    .executableTarget(
      name: "evaluate", dependencies: [.product(name: "Autodiff", package: "gradgraph")]),
  ] + timed,
  swiftLanguageModes: [.v6]
)
