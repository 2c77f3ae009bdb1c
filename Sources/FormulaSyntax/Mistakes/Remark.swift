/// A fact about a formula that a reader should see although it is no mistake; its words are below.
enum Remark: Equatable, Sendable {
  /// The statement before a line that begins with a sign is used by nothing.
  case unusedBeforeSign(name: String?, sign: String)
  /// The value of the statement before is unused; the deeper indented line here is a statement of its own.
  case unusedBeforeIndented(name: String?)
  /// `np.` before `exp` was left out.
  case moduleDropped(String)
  /// `let` or `return` was left out.
  case wordDropped(String)
  /// A value gives a vector another length than the text.
  case otherLength(String, text: Shape, given: Shape)

  var severity: Diagnostic.Severity {
    switch self {
    case .unusedBeforeSign, .unusedBeforeIndented: .warning
    case .moduleDropped, .wordDropped, .otherLength: .note
    }
  }

  var message: String {
    switch self {
    case .unusedBeforeSign(let name, let sign):
      "this line is a statement of its own, and \(Self.statement(name)) before it is not used; to go on with that, indent this line or end the line before with \(quoted(sign))"
    case .unusedBeforeIndented(let name):
      "this line is a statement of its own, and \(Self.statement(name)) before it is not used; to go on with that, begin this line with an operator or end the line before with one"
    case .moduleDropped(let module): "\(quoted(module)) is left out; functions have no module here"
    case .wordDropped(let word): "\(quoted(word)) is left out; a statement begins with its name"
    case .otherLength(let name, let text, let given):
      "\(quoted(name)) has the shape \(text) in the formula; the value gives it \(given)"
    }
  }

  private static func statement(_ name: String?) -> String {
    name.map { "the value of \(quoted($0))" } ?? "the statement"
  }
}

/// A remark, the bytes it is about, and the name that must be unused for it to hold.
struct LocatedRemark: Sendable {
  var remark: Remark
  var range: Range<Int>?
  var unused: NameID = .none
}
