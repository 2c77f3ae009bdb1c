import Autodiff
import Foundation
import Testing

/// What PyTorch computes, read from `Tests/Reference`; the format is described in its README.
enum Reference {
  /// One operation at one point.
  struct OperationCase: Decodable, Sendable {
    let op: String
    let operands: [Number]
    let parameters: [Number]
    let upstream: Number?
    let value: Number
    let grads: [Number]
    /// The value and the gradients as they are, where PyTorch's are off.
    let exact: [Number]?
  }

  /// A whole graph with the value of every node, and the gradient of the last node by each.
  struct GraphCase: Decodable, Sendable {
    let name: String?
    let nodes: [Node]
    let values: [Number]
    let grads: [Number?]
  }

  /// The derivatives of all nodes of a graph along a direction; nil for those that do not depend on it.
  struct Direction: Decodable, Sendable {
    let graph: Int
    /// Pairs of an id and a weight.
    let seeds: [[Number]]
    let tangents: [Number?]
  }

  struct Node: Decodable, Sendable {
    let op: String
    let data: Number?
    let operands: [Int]?
    let parameters: [Number]?
  }

  /// A function of vectors.
  struct VectorCase: Decodable, Sendable {
    let function: String
    let vectors: [[Number]]
    let values: [Number]
    let grads: [[Number]]
  }

  /// A network, and its losses before the first and after each of fifty steps.
  struct NetworkCase: Decodable, Sendable {
    let activation: String
    let loss: String
    let inputs: Int
    let layers: [Int]
    let features: [[Double]]
    let targets: [Double]
    let parameters: [Double]
    let sgd: [Double]
    let adam: [Double]
  }

  /// A number of JSON, or one of the strings `nan`, `inf` and `-inf`.
  struct Number: Decodable, Sendable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else if let number = Double(try container.decode(String.self)) {
        value = number
      } else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number")
      }
    }
  }

  /// Read once: the operations' tests share it.
  static let operations = Result<[OperationCase], any Error> { try read("operations.json") }
  static func graphs() throws -> [GraphCase] { try read("graphs.json") }
  static func tangents() throws -> [Direction] { try read("tangents.json") }
  static func vectors() throws -> [VectorCase] { try read("vectors.json") }
  static func micrograd() throws -> [GraphCase] { try read("micrograd.json") }
  static func networks() throws -> [NetworkCase] { try read("network.json") }

  /// The bytes of `accuracy.bin`.
  static func accuracy() throws -> [UInt8] { Array(try Data(contentsOf: file("accuracy.bin"))) }

  private static func file(_ name: String) -> URL {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return tests.appending(path: "Reference").appending(path: name)
  }

  private static func read<Record: Decodable>(_ name: String) throws -> [Record] {
    try JSONDecoder().decode([Record].self, from: Data(contentsOf: file(name)))
  }
}

extension Reference.GraphCase {
  /// The graph, recorded.
  func record() throws -> Graph {
    let graph = Graph()
    for node in nodes {
      switch (node.op, node.data) {
      case ("variable", let data?): _ = graph.variable(data.value)
      case ("constant", let data?): _ = graph.constant(data.value)
      default:
        let operation = try #require(Autodiff.Operation.named(node.op))
        let operands = try #require(node.operands).map { graph[$0] }
        _ = graph.apply(operation, to: operands, parameters: (node.parameters ?? []).map(\.value))
      }
    }
    return graph
  }
}

extension Double {
  /// Whether this is the same NaN, the same infinity, or the same number within a relative tolerance.
  func agrees(with other: Double, relative: Double = 1e-12, absolute: Double = 0) -> Bool {
    if isNaN || other.isNaN { return isNaN && other.isNaN }
    if self == other { return true }
    if isInfinite || other.isInfinite { return false }
    return (self - other).magnitude <= Swift.max(absolute, relative * Swift.max(magnitude, other.magnitude))
  }
}
