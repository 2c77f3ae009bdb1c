@testable import Autodiff
import Testing

/// The rows against 420 and more bits: `Tests/Reference/accuracy.bin`, which `accuracy.py` writes.
@Suite struct AccuracyTests {
  private static let compositions: Set<Autodiff.Operation> = [.gelu, .silu, .softplus, .elu, .logsumexp]

  @Test func everyRowIsInTheFile() throws {
    let points = try AccuracyPoint.all.get()
    #expect(Set(points.map(\.operation)) == Set(Operation.computed))
    #expect(points.count >= 70_000)
  }

  @Test(arguments: Operation.computed)
  func valueAndDerivativesAreWithinTwoUnitsInTheLastPlace(_ operation: Autodiff.Operation) throws {
    let most: UInt64 = Self.compositions.contains(operation) ? 4 : 2
    let points = try AccuracyPoint.all.get().filter { $0.operation == operation }
    var found: [String] = []
    for point in points {
      let graph = Graph()
      let operands = point.operands.map { graph.variable($0) }
      let result = graph.apply(operation, to: operands, parameters: point.parameters)
      result.backward()
      let got = [result.data] + operands.map { $0.grad ?? .nan }
      for (index, (got, exact)) in zip(got, point.exact).enumerated() where got.units(to: exact) > most {
        let what = index == 0 ? "value" : "derivative by operand \(index)"
        found.append("\(what) at \(point.operands), \(point.parameters): \(got), not \(exact)")
      }
    }
    #expect(found.isEmpty, "\(found.count) of \(points.count):\n\(found.prefix(10).joined(separator: "\n"))")
  }
}

/// A point of the file.
private struct AccuracyPoint: Sendable {
  let operation: Autodiff.Operation
  let operands: [Double]
  let parameters: [Double]
  /// The value and the derivatives.
  let exact: [Double]

  static let all = Result<[AccuracyPoint], any Error> { try read() }

  private static func read() throws -> [AccuracyPoint] {
    let bytes = try Reference.accuracy()
    var points: [AccuracyPoint] = []
    var place = 0
    while place < bytes.count {
      let name = String(decoding: bytes[place..<place + 12].prefix { $0 != 0 }, as: UTF8.self)
      let operation = try #require(Operation.named(name))
      let count = bytes.integer(at: place + 12, bytes: 4)
      place += 16
      for _ in 0..<count {
        let (operands, parameters) = (Int(bytes[place]), Int(bytes[place + 1]))
        let numbers = (0..<2 * operands + parameters + 1).map {
          Double(bitPattern: UInt64(bytes.integer(at: place + 2 + 8 * $0, bytes: 8)))
        }
        points.append(
          AccuracyPoint(
            operation: operation, operands: Array(numbers[..<operands]),
            parameters: Array(numbers[operands..<operands + parameters]),
            exact: Array(numbers[(operands + parameters)...])))
        place += 2 + 8 * numbers.count
      }
    }
    return points
  }
}

extension [UInt8] {
  /// A number whose least significant byte comes first.
  fileprivate func integer(at place: Int, bytes: Int) -> UInt64 {
    (0..<bytes).reduce(0) { $0 | UInt64(self[place + $1]) << (8 * $1) }
  }
}

extension Double {
  /// How many doubles lie from one to the other; as many as there are where one is NaN.
  fileprivate func units(to other: Double) -> UInt64 {
    if isNaN || other.isNaN { return .max }
    func position(_ x: Double) -> Int64 {
      let magnitude = Int64(bitPattern: x.magnitude.bitPattern)
      return x < 0 ? -magnitude : magnitude
    }
    return (position(self) - position(other)).magnitude
  }
}
