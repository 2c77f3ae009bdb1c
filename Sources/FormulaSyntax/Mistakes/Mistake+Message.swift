import DisplayText

/// The words for mistakes, in one place.
extension Mistake {
  /// The message of the diagnostic.
  ///
  /// - Parameter line: the number of the line that holds an offset.
  func message(line: (Int) -> Int) -> String {
    switch self {
    case .duplicateDefinition(let name, let first):
      "\(quoted(name)) is already defined on line \(line(first)); a name is defined once"
    case .useBeforeDefinition(let name, let definition):
      "\(quoted(name)) is used before its definition on line \(line(definition))"
    case .useInOwnDefinition(let name):
      "\(quoted(name)) is used in its own definition"
    case .missingValue(let name, let nearest, let isFunction):
      Self.missingValue(name, nearest: nearest, isFunction: isFunction)
    case .givenTwice(let name): "\(quoted(name)) is given twice"
    case .givenComputed(let name):
      "\(quoted(name)) is computed by the formula; only variables can be given"
    case .givenAlias(let name):
      "\(quoted(name)) is another name of a value; only variables can be given"
    case .unknownGiven(let name, let nearest):
      "the formula has no variable \(quoted(name))" + Self.suggestion(nearest)
    case .unknownOutput(let name, let nearest):
      "the formula has no value \(quoted(name)) to put out" + Self.suggestion(nearest)
    case .unknownFunction(let name, let advice):
      "unknown function \(quoted(name))" + Self.advice(advice)
    case .notAFunction(let name):
      "\(quoted(name)) is a variable, not a function; to multiply, write '*' before '('"
    case .argumentCount(let function, let signature, let given):
      "\(quoted(function)) takes \(signature.count), \(signature), but \(Self.given(given))"
    case .givenEmpty(let name): "the vector given for \(quoted(name)) is empty"
    case .givenRagged(let name): "the rows given for \(quoted(name)) have different lengths"
    case .givenRow(let name): "\(quoted(name)) is no single number; give a number for each of its elements"
    case .givenShape(let name, let text, let given):
      Self.givenShape(name, text: text, given: given)
    case .givenOutOfRange(let name, let shape): Self.outOfRange(name, shape)
    case .parameterNotLiteral(let function, let parameter):
      "the parameter \(quoted(parameter)) of \(quoted(function)) must be a number"
    default: syntaxMessage
    }
  }

  private var syntaxMessage: String {
    switch self {
    case .invalidUTF8: "invalid UTF-8"
    case .unexpectedCharacter(let character): "unexpected character \(quoted(character))"
    case .superscriptLetter(let letter): "a power is written with '**'; expected '**\(letter)'"
    case .foreignSign(let sign, let advice): "unexpected \(quoted(sign)); \(advice)"
    case .condition(let sign):
      "unexpected \(quoted(sign)); a formula has no conditions, but max, min, relu and clamp choose between values"
    case .prime:
      "unexpected quote; a name has no primes, and a transpose is written transpose(W)"
    case .comparison: "unexpected '=='; a formula has no comparisons, and '=' defines a name"
    case .slashComment: "unexpected '//'; a comment begins with '#'"
    case .string: "unexpected quote; a formula has no strings"
    case .numberOverflow(let number): "the number \(quoted(number)) does not fit in a double"
    case .exponentWithoutDigits(let number):
      "\(quoted(number)) is not a number; expected digits after the exponent's 'e'"
    case .severalPoints(let number): "\(quoted(number)) is not a number; it has several decimal points"
    case .missingOperand(let previous?, let found):
      "expected an operand after \(quoted(previous)), \(found.words)"
    case .missingOperand(nil, let found): "expected an operand, \(found.words)"
    case .missingOperator(let left, let right, let isProduct):
      "expected an operator between \(quoted(left)) and \(quoted(right))"
        + (isProduct ? "; a product is written \(shown(left))*\(shown(right))" : "")
    case .operatorBeginsLine(let sign):
      "expected an operand, found \(quoted(sign)); to go on with the statement before, indent this line"
    case .mixedIndentation:
      "whether this line goes on with the statement before depends on the width of a tab; indent both lines with the same characters"
    case .functionPower(let function, let exponent):
      exponent == "-1"
        ? "expected '(' after the function \(quoted(function)); its inverse has a name of its own, and 1 over it is written 1/\(function)(x)"
        : "expected '(' after the function \(quoted(function)); a power of it is written \(function)(x)**\(exponent)"
    case .ambiguousPower(let sign): "which power comes first is unclear at \(quoted(sign)); write parentheses"
    case .ambiguousRoot(let function):
      "whether the root or the power comes first is unclear; write \(function)(x)**2 or \(function)(x**2)"
    case .method(let object, let member, let function): Self.method(object, member, function)
    case .foreignWord(let word, let advice): "unexpected \(quoted(word)); \(advice)"
    case .statementsAfterReturn:
      "'return' is followed by other statements; the last statement is what is put out, or the one that --output names"
    case .missingArguments(let function): "expected '(' after the function \(quoted(function))"
    case .strayParenthesis: "unexpected ')'; there is no '(' to close"
    case .unclosedParenthesis: "this '(' is never closed; expected ')'"
    case .commaOutsideCall: "unexpected ','; a comma separates the arguments of a function"
    case .strayBracket: "unexpected ']'; there is no '[' to close"
    case .unclosedBracket: "this '[' is never closed; expected ']'"
    case .mismatchedClosing(let expected, let found): "expected '\(expected)', found \(quoted(found))"
    case .emptyVector: "a vector has at least one element"
    case .notAnIndex(let found): "an index is a whole number, counted from 0; found \(quoted(found))"
    case .labelNotLiteral(let function):
      "the label of \(quoted(function)) must be a whole number, an index counted from 0"
    case .assignmentToExpression: "unexpected '='; only a single name can be defined"
    case .missingNameBeforeEquals: "expected a name before '='"
    case .missingGroupName: "expected the name of a group before '{'"
    case .strayBrace: "unexpected '}'; there is no '{' to close"
    case .unclosedGroup(let name): "the group \(quoted(name)) is never closed; expected '}'"
    case .missingSeparator(let found): "expected a line end or ';' after '}', found \(quoted(found))"
    case .groupsTooDeep(let limit): "groups nest more than \(limit) deep"
    case .emptyFormula: "the formula is empty; expected a statement such as 'y = 2*x'"
    case .tooLarge: "the formula is larger than 2 GB"
    default: shapeMessage
    }
  }

  private static func missingValue(_ name: String, nearest: String?, isFunction: Bool) -> String {
    let alternative =
      if isFunction {
        ", or call the function: \(shown(name))(…)"
      } else if let nearest {
        ", or did you mean \(quoted(nearest))?"
      } else {
        ""
      }
    return "variable \(quoted(name)) has no value; give \(shown(name))=…" + alternative
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { "; did you mean \(quoted($0))?" } ?? ""
  }

  private static func advice(_ advice: FunctionAdvice?) -> String {
    switch advice {
    case .name(let name): suggestion(name)
    case .form(let form): "; write \(form)"
    case nil: ""
    }
  }

  private static func method(_ object: String, _ member: String, _ function: String?) -> String {
    if let function {
      return "a function is called with its operand; write \(shown(function))(\(shown(object)))"
        + " in place of \(quoted(object + "." + member))"
    }
    return "unexpected '.'; \(quoted(object)) has no part \(quoted(member))"
  }

  private static func givenShape(_ name: String, text: Shape, given: Shape) -> String {
    let example =
      switch text {
      case .scalar: "\(shown(name))=2"
      case .vector(let count):
        "'\(shown(name))=[\(count == 1 ? "1" : count == 2 ? "1, 2" : "1, 2, …")]' or '\(shown(name))[0]=1'"
      case .matrix: "'\(shown(name))=[[1, …], …]' or '\(shown(name))[0][0]=1'"
      }
    return
      "\(quoted(name)) is \(text.inWords) in the formula, but the value given is \(given.inWords); write \(example)"
  }

  private static func given(_ count: Int) -> String {
    switch count {
    case 0: "none is given"
    case 1: "1 is given"
    default: "\(count) are given"
    }
  }
}

extension Mistake.Found {
  fileprivate var words: String {
    switch self {
    case .text(let text): "found \(quoted(text))"
    case .lineEnd: "but the line ends here"
    case .end: "but the formula ends here"
    }
  }
}

/// A text as messages show it: visible, and cut after 60 characters.
private func shown(_ text: String) -> String {
  let start = text.prefix(61)
  let visible = VisibleText.of(String(start.prefix(60)))
  return start.count > 60 ? visible + "…" : visible
}

func quoted(_ text: String) -> String { "'\(shown(text))'" }
