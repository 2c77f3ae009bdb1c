import Autodiff

/// The result of recording a formula on a graph: its output, and its values by name.
public struct Recording {
  /// The last statement's value, or the one that was asked for.
  public let output: Value
  let tree: SyntaxTree
  let resolution: Resolution
  let shapes: ShapeCheck?
  /// The id of the first node that the formula may have made.
  let first: Int
  private let values: [Value?]
  private let arrays: ElementArrays

  init(
    output: Value, tree: SyntaxTree, resolution: Resolution, shapes: ShapeCheck?, first: Int,
    values: [Value?], arrays: ElementArrays
  ) {
    self.output = output
    self.tree = tree
    self.resolution = resolution
    self.shapes = shapes
    self.first = first
    self.values = values
    self.arrays = arrays
  }

  /// The value of a name or of an element (`x[1]`, `W[1][0]`), or nil if the formula has none of that name.
  ///
  /// Another name of a value (`b = a`) finds the same value.
  ///
  /// - Complexity: O(length of the name).
  public func value(named name: String) -> Value? {
    let reference = ElementReference(name)
    guard let id = tree.names.find(reference.name, in: tree.source) else { return nil }
    return (reference.indices.isEmpty ? values[Int(id.index)] : nil)
      ?? arrays.value(of: id, reference.indices)
  }

  /// The elements of a vector, of a matrix row by row, or of one of its rows (`W[1]`); of a number itself.
  ///
  /// - Returns: nil if the formula has none of that name.
  /// - Complexity: O(number of elements).
  public func values(named name: String) -> [Value]? {
    if let value = value(named: name) { return [value] }
    let reference = ElementReference(name)
    return tree.names.find(reference.name, in: tree.source).flatMap {
      arrays.values(of: $0, reference.indices)
    }
  }

  /// Notes and warnings about the formula and its values; see ``Diagnostic/severity``.
  ///
  /// - Complexity: O(length of the source) if there are any.
  public var remarks: [Diagnostic] {
    let output = resolution.output?.name
    return tree.source.diagnostics(
      tree.remarks.filter { $0.unused == .none || $0.unused != output } + resolution.remarks)
  }

  /// The names of all values: first those that the text leaves free, in order of first
  /// use, then those it defines, in order. Of vectors they are the elements' names.
  ///
  /// - Complexity: O(size of the formula); makes a new array.
  public var names: [String] {
    let free = tree.usedUndefined.filter { values[Int($0.index)] != nil || arrays[$0] != nil }
    let defined = tree.statements.lazy.filter { $0.kind == .expression && $0.name != .none }.map { $0.name }
    return (free + defined).flatMap { name in
      let text = tree.text(name)
      guard let array = arrays[name] else { return [text] }
      return (0..<array.shape.count).map { text + array.shape.suffix(ofElement: $0) }
    }
  }
}
