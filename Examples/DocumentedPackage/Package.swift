// swift-tools-version: 6.2
import PackageDescription

// A package whose documentation shows what its code computes. Elsewhere the dependency is a URL.
let package = Package(
  name: "DocumentedPackage",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Neuron", targets: ["Neuron"])],
  dependencies: [.package(name: "gradgraph", path: "../..")],
  targets: [
    .target(
      name: "Neuron", dependencies: [.product(name: "Autodiff", package: "gradgraph")])
  ]
)
