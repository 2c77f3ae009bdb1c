import Autodiff

/// The meaning of every name of a formula, given values for its variables.
///
/// The parser has checked syntax and definitions; the errors found here depend on the values and
/// the output asked for. Values for single elements are in `Resolution+Elements.swift`.
///
/// - Complexity: O(names + values), and a bounded amount of work for suggestions.
struct Resolution {
  enum Binding: Equatable {
    case unused
    /// Computed by its statement.
    case defined
    case given(Double)
    /// A vector or a matrix, in `arrays`.
    case givenArray
    case constant(Double)
  }

  /// The numbers given for a vector or a matrix, row by row.
  struct GivenArray {
    var shape: Shape
    var numbers: [Double]
  }

  let tree: SyntaxTree
  /// `true` if every statement could be read; a broken one may define or use a name of the text.
  let isComplete: Bool
  /// The meanings of the values and the constants; the text defines the other names.
  private var bindings: [Int32: Binding] = [:]
  /// The arrays that are given, by name.
  var arrays: [Int32: GivenArray] = [:]
  /// The numbers that are given for elements of a vector or a matrix in the text, by name and position.
  var elements: [Int32: [Int: Double]] = [:]
  /// The output asked for, where it is known.
  private(set) var output: (name: NameID, indices: [Int])?
  let outputText: String?
  /// `true` if the output may be a vector or a matrix.
  let takesArrays: Bool
  var log = MistakeLog()
  /// Notes and warnings about the values.
  var remarks: [LocatedRemark] = []
  private var speller = Speller()
  private lazy var definitions: [NameID] = tree.names.ids.filter { tree.names[$0].definition >= 0 }
  private lazy var variables: [NameID] = tree.names.ids.filter(isVariable)

  @inline(__always)
  subscript(name: NameID) -> Binding {
    bindings[name.index] ?? (tree.names[name].definition >= 0 ? .defined : .unused)
  }

  init(
    _ tree: SyntaxTree, isComplete: Bool, values: [(name: String, value: GivenValue)], output: String?,
    takesArrays: Bool = false
  ) {
    self.takesArrays = takesArrays
    self.tree = tree
    self.isComplete = isComplete
    outputText = output
    let given = find(values)
    bindFreeNames(given)
    for value in given where value.indices.isEmpty && self[value.name] == .defined { override(value) }
    overrideElements(given)
    for use in tree.parameterNames {
      if case .constant = self[use.name] { continue }
      log.append(.parameterNotLiteral(function: use.function, parameter: use.parameter), at: use.range)
    }
    if let output { find(output: output) }
  }

  /// `true` if shapes need a check although the text has no vectors.
  var hasVectors: Bool { !arrays.isEmpty || !(output?.indices.isEmpty ?? true) }

  /// The shape that the values give to a name; nil without a value.
  func givenShape(of name: NameID) -> Shape? {
    switch self[name] {
    case .given, .constant: .scalar
    case .givenArray: arrays[name.index]?.shape
    case .unused, .defined: nil
    }
  }

  // MARK: Values

  /// A value for a name or, with indices, for an element.
  struct Given {
    var text: String
    var name: NameID
    var indices: [Int]
    var value: GivenValue
  }

  private struct Place: Hashable {
    var name: Int32
    var indices: [Int]
  }

  /// The names of the values, in their order.
  private mutating func find(_ values: [(name: String, value: GivenValue)]) -> [Given] {
    var places: Set<Place> = []
    var found: [Given] = []
    for (text, value) in values {
      let reference = ElementReference(text)
      guard let id = tree.names.find(reference.name, in: tree.source), isVariable(id) else {
        if isComplete || !occurs(reference.name) {
          log.append(.unknownGiven(text, nearest: nearestVariable(to: reference.name)), at: nil)
        }
        continue
      }
      guard places.insert(Place(name: id.index, indices: reference.indices)).inserted else {
        log.append(.givenTwice(text), at: nil)
        continue
      }
      guard value.shape != nil else {
        log.append(value.numbers.isEmpty ? .givenEmpty(text) : .givenRagged(text), at: nil)
        continue
      }
      found.append(Given(text: text, name: id, indices: reference.indices, value: value))
    }
    return found
  }

  /// Free names take the given values; the others are constants such as `pi`, or a value is missing.
  private mutating func bindFreeNames(_ given: [Given]) {
    for value in given where value.indices.isEmpty && tree.names[value.name].definition < 0 { bind(value) }
    for name in tree.usedUndefined where self[name] == .unused {
      let text = tree.text(name)
      if let value = NamedConstant.value(of: text) {
        bindings[name.index] = .constant(value)
      } else if !log.isFull {
        let isFunction = FunctionNames.contains(text)
        let nearest = isFunction ? nil : nearest(to: text, among: definitions)
        log.append(.missingValue(text, nearest: nearest, isFunction: isFunction), at: tree.firstUse(name))
      } else {
        log.append(.missingValue(text, nearest: nil, isFunction: false), at: tree.firstUse(name))
      }
    }
  }

  private mutating func bind(_ given: Given) {
    switch (given.value, given.value.shape) {
    case (.number(let number), _): bindings[given.name.index] = .given(number)
    case (_, let shape?):
      bindings[given.name.index] = .givenArray
      arrays[given.name.index] = GivenArray(shape: shape, numbers: given.value.numbers)
    case (_, nil): break
    }
  }

  /// A given value replaces numbers in the text, but not a computation.
  private mutating func override(_ given: Given) {
    let name = given.name
    let statement = Int(tree.names[name].statement)
    // A broken definition has been reported already.
    guard statement >= 0 else { return }
    let steps = tree.statements[statement].steps
    if isNumeral(steps) {
      guard let shape = given.value.shape else { return }
      let text = VectorText(tree, steps).shape
      if text != shape, text != .scalar, text.rank != shape.rank {
        log.append(.givenShape(tree.text(name), text: text, given: shape), at: tree.definition(name))
        return
      }
      if text != shape {
        remarks.append(LocatedRemark(remark: .otherLength(tree.text(name), text: text, given: shape)))
      }
      bind(given)
    } else if steps.count == 1 {
      log.append(.givenAlias(tree.text(name)), at: tree.definition(name))
    } else {
      log.append(.givenComputed(tree.text(name)), at: tree.definition(name))
    }
  }

  /// `true` if steps are numbers alone: one, or those of a vector or a matrix.
  func isLiteral(_ steps: ArraySlice<Step>) -> Bool {
    steps.allSatisfy { step in
      switch step {
      case .literal, .negate, .vector: return true
      case .name(let name): return isConstant(name)
      default: return false
      }
    }
  }

  /// `true` if steps are numbers as people write them, alone or in brackets: also `-1/3`, `10**-3`, `2*pi`, `[1/2, pi]`.
  ///
  /// A statement of such numbers makes variables. A product or a sum of plain numbers is a computation.
  func isNumeral(_ steps: Range<Int>) -> Bool {
    var hasConstant = false
    var hasProduct = false
    for index in steps {
      switch tree.steps[index] {
      case .literal, .negate, .vector: continue
      case .name(let name):
        guard isConstant(name) else { return false }
        hasConstant = true
      case .apply(operands: 2, .divide, parameters: 0), .apply(operands: 2, .power, parameters: 0): continue
      case .apply(operands: 2, .multiply, parameters: 0): hasProduct = true
      default: return false
      }
    }
    return hasConstant || !hasProduct
  }

  func isConstant(_ name: NameID) -> Bool {
    if case .constant = self[name] { true } else { false }
  }

  // MARK: The output

  private mutating func find(output text: String) {
    let reference = ElementReference(text)
    if let id = tree.names.find(reference.name, in: tree.source), isVariable(id) {
      if case .constant = self[id] {
      } else {
        output = (id, reference.indices)
        return
      }
    }
    guard isComplete || !occurs(reference.name) else { return }
    let known = variables.filter { if case .constant = self[$0] { false } else { true } }
    log.append(.unknownOutput(text, nearest: nearest(to: reference.name, among: known)), at: nil)
  }

  // MARK: Names

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
