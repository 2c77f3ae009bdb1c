/// A small expression: a local derivative, or the label of an unnamed node.
indirect enum Expression: Sendable {
  case number(Double)
  /// The name of a node.
  case name(String)
  /// The name of a node that has it in common with others, with the node's id.
  case numbered(String, Int)
  /// An unnamed node, labelled by its id: `#7`.
  case node(Int)
  /// A mathematical constant: `pi`.
  case constant(String)
  /// An unnamed node, labelled by its definition: `a*b`.
  case label(Expression)
  case negate(Expression)
  case infix(Infix, Expression, Expression)
  case call(String, [Expression])

  enum Infix: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "**"
  }

  /// Joins two expressions, without redundant parts such as `1·x`, `x**1`, `2 - 1`.
  static func join(_ infix: Infix, _ left: Expression, _ right: Expression) -> Expression {
    switch (infix, left, right) {
    case (.subtract, .number(let x), .number(let y)): .number(x - y)
    case (.subtract, _, .number(0)), (.add, _, .number(0)): left
    case (.multiply, .number(0), _): .number(0)  // rows write it where they mean 0
    case (.multiply, .number(1), _): right
    case (.multiply, .number(-1), _): .negate(right)
    case (.multiply, _, .number(1)), (.divide, _, .number(1)), (.power, _, .number(1)): left
    case (.power, _, .number(0)): .number(1)
    default: .infix(infix, left, right)
    }
  }

  /// The precedence of an expression, in the order of the formula language.
  enum Precedence: Int, Comparable {
    case sum = 1
    case product, negation, power, atom

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  var precedence: Precedence {
    switch self {
    case .number(let number): number.sign == .minus ? .negation : .atom
    case .name(let name), .numbered(let name, _): Self.isIdentifier(name) ? .atom : .sum
    case .node, .constant, .call: .atom
    case .label(let inner): inner.precedence
    case .negate: .negation
    case .infix(.add, _, _), .infix(.subtract, _, _): .sum
    case .infix(.multiply, _, _), .infix(.divide, _, _): .product
    case .infix(.power, _, _): .power
    }
  }

  /// True if the text begins with a minus.
  var startsNegative: Bool {
    switch self {
    case .number(let number): number.sign == .minus && number != 0
    case .label(let inner): inner.startsNegative
    case .negate: true
    case .infix(.power, _, _), .name, .numbered, .node, .constant, .call: false
    case .infix(_, let left, _): left.startsNegative
    }
  }

  /// True for an identifier. Names from Swift may be any text; all others need parentheses.
  private static func isIdentifier(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_.[]'′".unicodeScalars.contains($0)
        || $0.properties.generalCategory == .nonspacingMark || $0.properties.generalCategory == .otherNumber
    }
  }

  /// The ids of the unnamed nodes in the expression, from left to right.
  var nodes: [Int] {
    switch self {
    case .node(let id): [id]
    case .label(let inner), .negate(let inner): inner.nodes
    case .infix(_, let left, let right): left.nodes + right.nodes
    case .call(_, let arguments): arguments.flatMap { $0.nodes }
    case .number, .name, .numbered, .constant: []
    }
  }
}
