import Autodiff

/// What a formula became on a graph: its output, and its values by name.
public struct Recording {
  /// The last statement's value, or the one that was asked for.
  public let output: Value
  private let tree: SyntaxTree
  private let values: [Value?]

  init(output: Value, tree: SyntaxTree, values: [Value?]) {
    self.output = output
    self.tree = tree
    self.values = values
  }

  /// The value of a name, or nil if the formula has none of that name.
  ///
  /// Another name of a value (`b = a`) finds the same value.
  ///
  /// - Complexity: O(length of the name).
  public func value(named name: String) -> Value? {
    tree.names.find(name, in: tree.source).flatMap { values[Int($0.index)] }
  }

  /// The names of all values: first those that the text leaves free, in order of first
  /// use, then those it defines, in order.
  ///
  /// - Complexity: O(size of the formula); makes a new array.
  public var names: [String] {
    let free = tree.usedUndefined.filter { values[Int($0.index)] != nil }
    let defined = tree.statements.lazy.filter { $0.kind == .expression && $0.name != .none }.map(\.name)
    return (free + defined).map(tree.text)
  }
}
