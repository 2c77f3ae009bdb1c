/// A mistake in a formula: the facts; their words are in `Mistake+Message.swift`.
enum Mistake: Equatable, Sendable {
  // Characters and numbers.
  case invalidUTF8
  case unexpectedCharacter(String)
  case superscriptLetter(String)
  case foreignSign(String, advice: String)
  case condition(String)
  case prime
  case comparison
  case slashComment
  case string
  case numberOverflow(String)
  case exponentWithoutDigits(String)
  case severalPoints(String)

  // Expressions.
  case missingOperand(after: String?, found: Found)
  /// Two operands without an operator between them; `isProduct` where mathematics reads them as a product.
  case missingOperator(left: String, right: String, isProduct: Bool)
  /// A line begins with an operator but is not indented.
  case operatorBeginsLine(String)
  case mixedIndentation
  case functionPower(function: String, exponent: String)
  case ambiguousPower(String)
  case ambiguousRoot(function: String)
  case method(object: String, member: String, function: String?)
  case foreignWord(String, advice: String)
  case statementsAfterReturn
  case missingArguments(function: String)
  case strayParenthesis
  case unclosedParenthesis
  case commaOutsideCall
  case strayBracket
  case unclosedBracket
  case mismatchedClosing(expected: String, found: String)
  case emptyVector
  case notAnIndex(String)
  case labelNotLiteral(function: String)
  case unknownFunction(String, FunctionAdvice?)
  case notAFunction(String)
  case argumentCount(function: String, signature: Signature, given: Int)
  case parameterNotLiteral(function: String, parameter: String)

  // Shapes.
  case shapesDoNotFit(String, Operand, Operand)
  case wrongArgument(String, expected: String, found: Shape)
  case vectorAmongArguments(String, Shape)
  case numberInMatrixProduct
  case unevenElements(first: Shape, found: Shape)
  case bracketsTooDeep
  case indexOutOfRange(Int, Operand)
  case indexOfNumber(name: String?)
  case outputNotScalar(String?, Shape)
  case outputOutOfRange(String, Shape)
  case tooLargeGraph(Demand, SizeLimits.Excess)
  case matrixPower(Shape)

  // Statements and groups.
  case assignmentToExpression
  case missingNameBeforeEquals
  case missingGroupName
  case strayBrace
  case unclosedGroup(String)
  case missingSeparator(found: String)
  case groupsTooDeep(limit: Int)
  case emptyFormula
  case tooLarge

  // Names; an offset gives the other place.
  case duplicateDefinition(String, first: Int)
  case useBeforeDefinition(String, definition: Int)
  case useInOwnDefinition(String)
  case missingValue(String, nearest: String?, isFunction: Bool)
  case givenTwice(String)
  case givenComputed(String)
  case givenAlias(String)
  case unknownGiven(String, nearest: String?)
  case givenEmpty(String)
  case givenRagged(String)
  case givenRow(String)
  case givenShape(String, text: Shape, given: Shape)
  case givenOutOfRange(String, Shape)
  case unknownOutput(String, nearest: String?)

  /// The text at the place where something else was expected.
  enum Found: Equatable, Sendable {
    case text(String)
    case lineEnd
    case end
  }
}

extension Mistake {
  /// The shape of an operand, and its name if it has one.
  struct Operand: Equatable, Sendable {
    var shape: Shape
    var name: String?
  }
}

/// A mistake and the bytes it is about; without them, it is about the whole formula.
struct LocatedMistake: Sendable {
  var mistake: Mistake
  var range: Range<Int>?
}

/// The mistakes found so far. The first thousand are kept, the rest are counted.
struct MistakeLog: Sendable {
  static let limit = 1000

  private(set) var mistakes: [LocatedMistake] = []
  private(set) var omitted = 0

  var isEmpty: Bool { mistakes.isEmpty }
  var isFull: Bool { mistakes.count >= Self.limit }

  /// Counts mistakes that are not kept.
  mutating func omit(_ count: Int) { omitted += count }

  /// Puts other mistakes in the place of some.
  mutating func replace(_ other: (Mistake) -> Mistake?) {
    for index in mistakes.indices {
      if let better = other(mistakes[index].mistake) { mistakes[index].mistake = better }
    }
  }

  /// Keeps a mistake, or only counts it when the log is full.
  mutating func append(_ mistake: Mistake, at range: Range<Int>?) {
    if isFull {
      omitted += 1
    } else {
      mistakes.append(LocatedMistake(mistake: mistake, range: range))
    }
  }
}
