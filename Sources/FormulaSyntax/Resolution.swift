import Autodiff

/// What every name of a formula stands for, given values for its variables.
///
/// Syntax and definitions were judged by the parser; here are the mistakes that depend on the values and
/// the output asked for.
///
/// - Complexity: O(names + values), and a bounded amount of work for suggestions.
struct Resolution {
  enum Binding: Equatable {
    case unused
    /// Computed by its statement.
    case defined
    case given(Double)
    case constant(Double)
  }

  private let tree: SyntaxTree
  /// Whether every statement could be read; a broken one may be what defines or uses a name of the text.
  private let isComplete: Bool
  private(set) var bindings: [Binding]
  private(set) var output: NameID?
  private(set) var log = MistakeLog()
  private var speller = Speller()
  private lazy var definitions: [NameID] = tree.names.ids.filter { tree.names[$0].definition >= 0 }
  private lazy var variables: [NameID] = tree.names.ids.filter(isVariable)

  subscript(name: NameID) -> Binding { bindings[Int(name.index)] }

  init(_ tree: SyntaxTree, isComplete: Bool, values: [(name: String, value: Double)], output: String?) {
    self.tree = tree
    self.isComplete = isComplete
    bindings = tree.names.entries.map { $0.definition >= 0 ? .defined : .unused }
    let given = find(values)
    bindFreeNames(given)
    for (name, value) in given where self[name] == .defined { override(name, with: value) }
    for use in tree.parameterNames {
      if case .constant = self[use.name] { continue }
      log.append(.parameterNotLiteral(function: use.function, parameter: use.parameter), at: use.range)
    }
    if let output { find(output: output) }
  }

  /// The names of the values, in their order.
  private mutating func find(_ values: [(name: String, value: Double)]) -> [(name: NameID, value: Double)] {
    var isGiven = [Bool](repeating: false, count: bindings.count)
    var found: [(NameID, Double)] = []
    for (name, value) in values {
      guard let id = tree.names.find(name, in: tree.source), isVariable(id) else {
        if isComplete || !occurs(name) {
          log.append(.unknownGiven(name, nearest: nearestVariable(to: name)), at: nil)
        }
        continue
      }
      if isGiven[Int(id.index)] {
        log.append(.givenTwice(name), at: nil)
        continue
      }
      isGiven[Int(id.index)] = true
      found.append((id, value))
    }
    return found
  }

  /// Free names take the given values; the others are constants such as `pi`, or a value is missing.
  private mutating func bindFreeNames(_ given: [(name: NameID, value: Double)]) {
    for (name, value) in given where tree.names[name].definition < 0 {
      bindings[Int(name.index)] = .given(value)
    }
    for name in tree.usedUndefined where self[name] == .unused {
      let text = tree.text(name)
      if let value = NamedConstant.value(of: text) {
        bindings[Int(name.index)] = .constant(value)
      } else if !log.isFull {
        let isFunction = Operation.named(text) != nil
        let nearest = isFunction ? nil : nearest(to: text, among: definitions)
        log.append(.missingValue(text, nearest: nearest, isFunction: isFunction), at: tree.firstUse(name))
      } else {
        log.append(.missingValue(text, nearest: nil, isFunction: false), at: tree.firstUse(name))
      }
    }
  }

  /// A given value replaces a number in the text, but not a computation.
  private mutating func override(_ name: NameID, with value: Double) {
    let statement = Int(tree.names[name].statement)
    // A broken definition has been reported already.
    guard statement >= 0 else { return }
    let steps = tree.steps[tree.statements[statement].steps]
    if isLiteral(steps) {
      bindings[Int(name.index)] = .given(value)
    } else if steps.count == 1 {
      log.append(.givenAlias(tree.text(name)), at: tree.definition(name))
    } else {
      log.append(.givenComputed(tree.text(name)), at: tree.definition(name))
    }
  }

  private func isLiteral(_ steps: ArraySlice<Step>) -> Bool {
    switch steps.first {
    case .literal: break
    case .name(let name):
      guard case .constant = self[name] else { return false }
    default: return false
    }
    return steps.dropFirst().allSatisfy { $0 == .negate }
  }

  private mutating func find(output name: String) {
    if let id = tree.names.find(name, in: tree.source), isVariable(id) {
      if case .constant = self[id] {
      } else {
        output = id
        return
      }
    }
    guard isComplete || !occurs(name) else { return }
    let known = variables.filter { if case .constant = self[$0] { false } else { true } }
    log.append(.unknownOutput(name, nearest: nearest(to: name, among: known)), at: nil)
  }

  private func occurs(_ name: String) -> Bool { tree.names.find(name, in: tree.source) != nil }

  /// The name is defined or used as a variable: not only a function's or a group's.
  private func isVariable(_ name: NameID) -> Bool {
    tree.names[name].definition >= 0 || tree.names[name].firstUse >= 0
  }

  private mutating func nearestVariable(to name: String) -> String? {
    nearest(to: name, among: variables)
  }

  private mutating func nearest(to name: String, among known: [NameID]) -> String? {
    log.isFull ? nil : speller.nearest(to: name, among: known.lazy.map(tree.text))
  }
}
