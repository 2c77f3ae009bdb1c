import Autodiff

/// A value for a variable of a formula: a number, or the numbers of a vector or a matrix.
///
///     try formula.record(on: graph, values: [("a", 2), ("x", [1, 2]), ("W[1][0]", 0.5)])
public enum GivenValue: Equatable, Sendable {
  /// One number.
  case number(Double)
  /// The elements of a vector, at least one.
  case vector([Double])
  /// The rows, which must be equally long.
  case matrix([[Double]])
}

extension GivenValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// A number, from a literal such as `0.5`.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A number, from a literal such as `2`.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A vector, from a literal such as `[1, 2]`.
  public init(arrayLiteral elements: Double...) { self = .vector(elements) }
}

extension GivenValue {
  /// The shape, or nil for an empty vector and for rows of different lengths.
  var shape: Shape? {
    switch self {
    case .number: return .scalar
    case .vector(let numbers): return numbers.isEmpty ? nil : .vector(numbers.count)
    case .matrix(let rows):
      guard let columns = rows.first?.count, columns > 0, rows.allSatisfy({ $0.count == columns }) else {
        return nil
      }
      return .matrix(rows: rows.count, columns: columns)
    }
  }

  /// The numbers, row by row.
  public var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .vector(let numbers): numbers
    case .matrix(let rows): Array(rows.joined())
    }
  }
}

extension GivenValue {
  /// Reads `2`, `[1, 2]` or `[[1, 2], [3, 4]]`, where a number may be an expression of numbers and constants such as
  /// `pi/4`, `-1/3` or `sqrt(2)`; nil for any other text.
  ///
  /// Numbers are read as Swift reads them: `inf`, `nan` and hexadecimal digits are numbers. Expressions are those of the
  /// formula language; they name no variables.
  /// - Complexity: O(length of the text).
  public init?(_ text: String) {
    if let value = Self.plain(text) ?? Self.constant(text) { self = value } else { return nil }
  }

  /// The value of an expression without variables.
  private static func constant(_ text: String) -> GivenValue? {
    // A name of the text's own would be a use in its own definition.
    let name = "value_"
    // As for a plain number, no blanks surround it.
    for end in [text.utf8.first, text.utf8.last] where end == 0x20 || end == 0x09 { return nil }
    for byte in text.utf8 where byte == UInt8(ascii: "#") || byte == UInt8(ascii: "=") { return nil }
    let (tree, log) = Parser.parse(Source("\(name) = \(text)"))
    guard log.isEmpty, tree.statements.count == 1,
      tree.usedUndefined.allSatisfy({ NamedConstant.value(of: tree.text($0)) != nil })
    else { return nil }
    let resolution = Resolution(tree, isComplete: true, values: [], output: name, takesArrays: true)
    let shapes = tree.hasVectors ? ShapeCheck(tree, resolution) : nil
    guard resolution.log.isEmpty, shapes?.log.isEmpty ?? true, let id = resolution.output?.name else {
      return nil
    }
    let graph = Graph()
    let recorder = Recorder(tree, resolution, shapes, on: graph)
    if let value = recorder.values[Int(id.index)] { return .number(value.data) }
    guard let numbers = recorder.arrays.values(of: id, [])?.map({ $0.data }), let shape = shapes?[id] else {
      return nil
    }
    guard case .matrix(let rows, let columns) = shape else { return .vector(numbers) }
    return .matrix((0..<rows).map { Array(numbers[$0 * columns..<($0 + 1) * columns]) })
  }

  /// Numbers alone.
  private static func plain(_ text: String) -> GivenValue? {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return Double(text).map { .number($0) } }
    var rows: [[Double]] = []
    var isMatrix = false
    var rest = Substring(text).trimmed
    guard rest.first == "[", rest.last == "]" else { return nil }
    rest = rest.dropFirst().dropLast().trimmed
    if rest.first == "[" {
      isMatrix = true
      guard rest.last == "]" else { return nil }
      for row in rest.dropLast().split(separator: "]", omittingEmptySubsequences: false) {
        var row = row.trimmed
        if !rows.isEmpty {
          guard row.first == "," else { return nil }
          row = row.dropFirst().trimmed
        }
        guard row.first == "[", let numbers = Self.numbers(row.dropFirst()) else { return nil }
        rows.append(numbers)
      }
    } else if let numbers = Self.numbers(rest) {
      rows = [numbers]
    }
    guard let first = rows.first else { return nil }
    return isMatrix ? .matrix(rows) : .vector(first)
  }

  /// Numbers between commas.
  private static func numbers(_ text: Substring) -> [Double]? {
    var numbers: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Double(part.trimmed) else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? ""
  }
}
