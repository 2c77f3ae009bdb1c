extension Value {
  /// The names of all nodes of this value's graph, for texts that call elements of a vector by the vector's name.
  ///
  /// - Complexity: O(1).
  package var namesInGraph: [String] { tape.header.pointee.tables?.names.all ?? [] }
}
