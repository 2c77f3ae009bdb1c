extension Source {
  /// Diagnostics of mistakes that another reader found in this text, such as one of tables, with places and excerpts.
  ///
  /// - Parameter mistakes: ranges of bytes in ascending order, each with its message.
  public func diagnostics(_ mistakes: [(range: Range<Int>, message: String)]) -> [Diagnostic] {
    var locations = SourceLocations(self)
    return mistakes.map { Diagnostic($0.message, at: $0.range, in: self, &locations) }
  }
}
