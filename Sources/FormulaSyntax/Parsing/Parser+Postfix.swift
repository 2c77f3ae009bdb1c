import Autodiff

/// The signs right behind an operand: raised numbers, `ᵀ`, and parts after a point.
extension Parser {
  /// `x²`: the power of the operand that was just read; false after a mistake, which is noted.
  mutating func raise() -> Bool {
    if pending.last?.kind == .root || previous.kind == .superscript { return failPower() }
    append(.literal(Int32(truncatingIfNeeded: tree.numbers.count)), at: token.range)
    tree.numbers.append(lexer.value)
    tree.raised.append(Int32(truncatingIfNeeded: tree.steps.count))
    append(.apply(operands: 2, .power, parameters: 0), at: token.range)
    advance()
    return true
  }

  /// A root or a raised number before a power: in print, the line above the root or the height of the power decides which
  /// comes first; here nothing does.
  mutating func failPower() -> Bool {
    guard let root = pending.last, root.kind == .root else {
      return fail(.ambiguousPower(text(token)), at: token.range)
    }
    return fail(.ambiguousRoot(function: root.operation.name), at: root.range.lowerBound..<token.end)
  }

  mutating func transpose(at range: Range<Int>) {
    tree.hasVectors = true
    append(.call(label: 0, .transpose), at: range)
  }

  /// `.T` behind an operand; any other part is a mistake, which is noted.
  mutating func takeMember() -> Bool {
    let object = previous
    advance()
    guard token.kind == .name else { return failOperand() }
    let member = token
    advance()
    let name = text(member)
    if name == "T", token.kind != .leftParenthesis {
      transpose(at: object.end..<member.end)
      return true
    }
    let shown = object.kind == .name ? text(object) : "…"
    let function: String? =
      if FunctionNames.contains(name) {
        name
      } else if token.kind == .leftParenthesis, case .name(let other)? = speller.functionAdvice(for: name) {
        other
      } else {
        nil
      }
    return fail(.method(object: shown, member: name, function: function), at: object.end..<member.end)
  }

  // MARK: Modules of other languages

  /// Common names of imported modules that have functions.
  private static let modules: Set<String> = [
    "np", "numpy", "torch", "math", "tf", "tensorflow", "jnp", "jax", "F", "nn", "functional", "special",
    "scipy",
    "sp", "sympy", "cmath", "Math", "keras", "K", "mx", "cp", "cupy", "mpmath", "mp", "onp", "anp",
    "autograd",
    "Foundation", "tfm", "ops", "linalg", "std",
  ]

  /// The name is a module's, and the formula gives it no other meaning.
  func isModule(_ name: Token) -> Bool {
    let entry = lexer.names[name.name]
    return entry.definition < 0 && entry.firstUse < 0 && Self.modules.contains(text(name))
  }

  /// The name behind one or several modules; nil after a mistake, which is noted.
  mutating func dropModule(_ first: Token) -> Token? {
    var name = first
    while token.kind == .dot {
      advance()
      guard token.kind == .name else {
        hasFailed = true
        _ = failOperand()
        return nil
      }
      name = token
      advance()
    }
    tree.remark(.moduleDropped(tree.source.text(first.start..<name.start)), at: first.start..<name.start)
    return name
  }

  // MARK: Words of other languages

  enum ForeignWord { case none, dropped, refused }

  /// A word before a name at the start of a statement, such as `let` in `let y = x`.
  mutating func takeForeignWord(_ word: Token) -> ForeignWord {
    let shown = text(word)
    switch shown {
    case "let", "var", "const", "auto", "val", "double", "float", "local", "my", "global", "static":
      guard lexer.isAtDefinition() else { return .none }
    case "return":
      returned = word.range
    case "def", "func", "function", "fn", "fun", "lambda":
      return refuse(word, "a formula has no functions of its own; write what they compute")
    case "import", "from", "using", "include":
      return refuse(word, "a formula imports nothing; leave this line out")
    case "for", "while", "if", "else", "elif", "loop", "repeat":
      return refuse(word, "a formula has no loops and no conditions")
    case "print", "echo", "del", "assert", "class", "struct", "with":
      return refuse(word, "a formula has statements 'name = expression' only; leave this line out")
    default: return .none
    }
    tree.remark(.wordDropped(shown), at: word.range)
    return .dropped
  }

  private mutating func refuse(_ word: Token, _ advice: String) -> ForeignWord {
    lexer.log.append(.foreignWord(text(word), advice: advice), at: word.range)
    return .refused
  }

  /// `return` before a token that is no name: `return -x`, `return 2*x`.
  mutating func returnsValue(_ word: Token) -> Bool {
    switch token.kind {
    case .number, .squareRoot, .cubeRoot: break
    default: return false
    }
    guard text(word) == "return" else { return false }
    returned = word.range
    tree.remark(.wordDropped("return"), at: word.range)
    return true
  }
}
