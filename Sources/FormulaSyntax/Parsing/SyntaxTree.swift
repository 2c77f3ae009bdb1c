import Autodiff

/// One step of an expression in postfix order: it pops its operands and pushes its result. It takes 8 bytes.
enum Step: Equatable, Sendable {
  /// The number at this place among the numbers of the tree.
  case literal(Int32)
  case name(NameID)
  /// Unary minus: of a literal it is the literal's sign.
  case negate
  /// The operands are pushed first, then the parameters, which are literals.
  case apply(operands: Int32, Operation, parameters: UInt8)
  /// Makes a vector of this number of numbers, or a matrix of this number of rows.
  case vector(Int32)
  /// Takes an element of a vector or a row of a matrix.
  case index(Int32)
  case matrixProduct
  /// The label is that of `cross_entropy`.
  case call(label: Int32, VectorFunction)
  /// A call with a mistake, and the number of its arguments.
  case broken(Int32)
}

/// A statement; the steps of an expression end where the next statement's begin.
struct Statement: Sendable {
  enum Kind: UInt8, Sendable { case expression, beginGroup, endGroup }
  private let firstStep: UInt32
  private let endOfSteps: UInt32
  /// The name that is defined, or the group's.
  let name: NameID
  let kind: Kind

  init(kind: Kind, name: NameID = .none, steps: Range<Int> = 0..<0) {
    // A source of 31 bits has no more steps than bytes.
    firstStep = UInt32(truncatingIfNeeded: steps.lowerBound)
    endOfSteps = UInt32(truncatingIfNeeded: steps.upperBound)
    self.name = name
    self.kind = kind
  }

  var steps: Range<Int> { Int(firstStep)..<Int(endOfSteps) }
}

/// The result of parsing a source: flat arrays, so that no depth of nesting is a depth of recursion.
struct SyntaxTree: Sendable {
  var source: Source
  var names = NameTable()
  var statements: [Statement] = []
  var steps: [Step] = []
  /// The numbers of the literals; numbers of steps that were taken back may be among them.
  var numbers: [Double] = []
  /// Names that were used before any definition, in order of first use: free unless defined later.
  var usedUndefined: [NameID] = []
  /// Names in the place of a parameter: each must name a number.
  var parameterNames: [ParameterName] = []
  /// `true` if the text has brackets, `@` or functions of vectors; without them shapes need no check unless values
  /// bring them.
  var hasVectors = false

  /// Notes and warnings about the text; at most as many as there may be mistakes.
  var remarks: [LocatedRemark] = []
  /// The steps that make a power of a raised number, `W²`, in ascending order.
  var raised: [Int32] = []

  mutating func remark(_ remark: Remark, at range: Range<Int>?, unless unused: NameID = .none) {
    guard remarks.count < MistakeLog.limit else { return }
    remarks.append(LocatedRemark(remark: remark, range: range, unused: unused))
  }

  struct ParameterName: Sendable {
    var name: NameID
    var range: Range<Int>
    var function: String
    var parameter: String
  }

  /// The text of a name.
  func text(_ name: NameID) -> String {
    source.text(names[name].range)
  }

  /// The place of a name's first use, or else of its definition.
  func firstUse(_ name: NameID) -> Range<Int> {
    let entry = names[name]
    let start = entry.firstUse >= 0 ? entry.firstUse : entry.range.lowerBound
    return start..<(start + entry.range.count)
  }

  /// The place of a name's definition.
  func definition(_ name: NameID) -> Range<Int> {
    let entry = names[name]
    return entry.definition..<(entry.definition + entry.range.count)
  }
}
