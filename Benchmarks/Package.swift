// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that its dependencies never reach those who use gradgraph.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "gradgraph", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
  ],
  targets: [
    .target(
      name: "Workloads",
      dependencies: [
        .product(name: "Autodiff", package: "gradgraph"),
        .product(name: "FormulaSyntax", package: "gradgraph"),
        .product(name: "GraphExport", package: "gradgraph"),
      ]),
    .executableTarget(
      name: "measure",
      dependencies: [
        "Workloads",
        .product(name: "Autodiff", package: "gradgraph"),
        .product(name: "FormulaSyntax", package: "gradgraph"),
        .product(name: "GraphExport", package: "gradgraph"),
      ]),
    .executableTarget(
      name: "Engine",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Engine",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
