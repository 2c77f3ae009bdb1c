import Autodiff

/// The part of a formula's text that computes a node.
public struct SourceExpression: Equatable, Sendable {
  /// The text, on one line, without comments.
  public let text: String
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1.
  public let column: Int
}

extension Recording {
  /// The expressions of the text that compute nodes of this recording, for messages about nodes that have no name.
  ///
  /// The formula is read and recorded once more, so that recordings whose nodes need no such message keep no places.
  ///
  /// - Parameter ids: the ids of nodes; those that the text does not compute, such as free variables, are left out.
  /// - Complexity: O(size of the formula).
  public func expressions(of ids: [Int]) -> [Int: SourceExpression] {
    let ids = Set(ids).sorted().filter { $0 >= first }
    guard !ids.isEmpty else { return [:] }
    let recorder = Recorder(
      tree, resolution, shapes, on: Graph(), watch: NodeWatch(ids.map { $0 - first }))
    let steps = recorder.watch?.steps ?? []
    let ranges = Parser.ranges(of: tree.source)
    var locations = SourceLocations(tree.source)
    var found: [Int: SourceExpression] = [:]
    for (id, step) in zip(ids, steps) {
      guard let range = range(of: step, ranges) else { continue }
      let line = locations.line(of: range.lowerBound)
      found[id] = SourceExpression(
        text: tree.source.oneLine(range), line: line,
        column: locations.column(of: range.lowerBound, line: line))
    }
    return found
  }

  /// The bytes of a step and its operands, from the first to the last.
  private func range(of step: Int, _ ranges: [Range<Int>]) -> Range<Int>? {
    guard let statement = tree.statements.first(where: { $0.steps.contains(step) }) else { return nil }
    var stack: [Range<Int>] = []
    for index in statement.steps {
      guard ranges.indices.contains(index) else { return nil }
      var range = ranges[index]
      let taken = min(tree.steps[index].operandCount, stack.count)
      for operand in stack.suffix(taken) {
        range = min(range.lowerBound, operand.lowerBound)..<max(range.upperBound, operand.upperBound)
      }
      stack.removeLast(taken)
      if index == step { return tree.source.balanced(range) }
      stack.append(range)
    }
    return nil
  }
}

extension Step {
  /// The number of results of earlier steps that it takes.
  var operandCount: Int {
    switch self {
    case .literal, .name: 0
    case .negate, .index: 1
    case .matrixProduct: 2
    case .apply(let operands, _, let parameters): Int(operands) + Int(parameters)
    case .vector(let count), .broken(let count): Int(count)
    case .call(_, let function): function == .meanSquaredError ? 2 : 1
    }
  }
}

extension Source {
  /// The range with the brackets that it cuts in two.
  func balanced(_ range: Range<Int>) -> Range<Int> {
    var open = 0
    var missing = 0
    for byte in bytes[range] {
      if Self.opens(byte) { open += 1 }
      if Self.closes(byte) {
        if open > 0 { open -= 1 } else { missing += 1 }
      }
    }
    var (start, end) = (range.lowerBound, range.upperBound)
    while missing > 0, start > 0 {
      start -= 1
      missing += Self.closes(bytes[start]) ? 1 : Self.opens(bytes[start]) ? -1 : 0
    }
    while open > 0, end < bytes.count {
      open += Self.opens(bytes[end]) ? 1 : Self.closes(bytes[end]) ? -1 : 0
      end += 1
    }
    return start..<end
  }

  private static func opens(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") }

  private static func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") }

  /// The text of a range on one line: line ends, comments and blanks around them are one blank.
  func oneLine(_ range: Range<Int>) -> String {
    var kept: [UInt8] = []
    var isInComment = false
    var hasLineEnd = false
    for byte in bytes[range] {
      if byte == 0x0A || byte == 0x0D {
        isInComment = false
        hasLineEnd = true
      } else if byte == UInt8(ascii: "#") || isInComment {
        isInComment = true
      } else if hasLineEnd, byte == 0x20 || byte == 0x09 {
        continue
      } else {
        if hasLineEnd {
          while kept.last == 0x20 { kept.removeLast() }
          kept.append(0x20)
        }
        hasLineEnd = false
        kept.append(byte)
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
