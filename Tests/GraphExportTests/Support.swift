import Autodiff
import Foundation
import GraphExport
import TestSupport

/// SplitMix64: the same numbers on every machine for one seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

enum Sample {
  static let hostileNames = HostileText.names

  static func name(_ random: inout Seeded) -> String {
    if Bool.random(using: &random) { return hostileNames.randomElement(using: &random) ?? "" }
    return String(
      String.UnicodeScalarView(
        (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in
          Unicode.Scalar(
            UInt32.random(in: 0..<(Bool.random(using: &random) ? 0x80 : 0x11_0000), using: &random))
        }))
  }

  /// A graph with groups, shared nodes, kinks and numbers that are not finite.
  static func graph(_ random: inout Seeded, hostile: Bool = true) -> Graph {
    let graph = Graph()
    var values = [graph.variable(0.5), graph.variable(-2, named: "x")]
    var open = 0
    for _ in 0..<Int.random(in: 1..<40, using: &random) {
      let x = values.randomElement(using: &random) ?? values[0]
      let y = values.randomElement(using: &random) ?? values[0]
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        values.append(
          graph.constant([0, -0.0, 1, .infinity, .nan, 1e300].randomElement(using: &random) ?? 0))
      case 1:
        graph.beginGroup(hostile ? name(&random) : "group")
        open += 1
      case 2 where open > 0:
        graph.endGroup()
        open -= 1
      case 3: values.append(x ** 2)
      case 4: values.append(sum(x, y, x))
      case 5: values.append(clamp(x, -1, 1))
      default:
        let operation = Operation.computed.filter { $0.definition.arity == .exactly(2) }.randomElement(
          using: &random)
        values.append(operation.map { graph.apply($0, to: [x, y]) } ?? x)
      }
      if Bool.random(using: &random) { values.last?.named(hostile ? name(&random) : "v\(values.count)") }
    }
    while open > 0 {
      graph.endGroup()
      open -= 1
    }
    if Int.random(in: 0..<8, using: &random) > 0 { values.last?.backward() }
    if Int.random(in: 0..<8, using: &random) == 0 { values[0].data = 7 }
    return graph
  }

  static func seed() -> (graph: Graph, a: Value, d: Value) {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")
    d.backward()
    return (graph, a, d)
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The real `dot`, run on a text.
enum RealDot {
  static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
    "\($0)/dot"
  }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

  static func svg(_ dot: [UInt8]) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appending(path: "drawing-\(UUID().uuidString).dot")
    try Data(dot).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: path ?? "/nonexistent")
    process.arguments = ["-Tsvg", file.path]
    let out = Pipe()
    process.standardOutput = out
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
