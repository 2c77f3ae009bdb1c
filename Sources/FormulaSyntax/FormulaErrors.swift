/// All mistakes of a formula, in order of position; those without a position come last.
///
///     do {
///       _ = try Formula(parsing: Source("a = 2 +\nb = tahn(a)"))
///     } catch {
///       print(error)
///     }
///     // <formula>:1:7: error: expected an operand after '+', but the line ends here
///     //   a = 2 +
///     //         ^
///     // <formula>:2:5: error: unknown function 'tahn'; did you mean 'tanh'?
///     //   b = tahn(a)
///     //       ^~~~
///
/// At most 1000 are listed; a last diagnostic says how many more there are.
public struct FormulaErrors: Error, Equatable, CustomStringConvertible {
  /// The mistakes; never empty.
  public let diagnostics: [Diagnostic]

  /// The diagnostics as they are printed, without a line end after the last.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }

  init(_ logs: [MistakeLog], in source: Source) {
    let located = logs.flatMap(\.mistakes).enumerated().sorted { left, right in
      (left.element.range?.lowerBound ?? .max, left.offset)
        < (right.element.range?.lowerBound ?? .max, right.offset)
    }
    var locations = SourceLocations(source)
    var diagnostics: [Diagnostic] = []
    for (_, mistake) in located.prefix(MistakeLog.limit) {
      diagnostics.append(Diagnostic(mistake, in: source, &locations))
    }
    let more =
      located.count - diagnostics.count + logs.reduce(0) { $0 + $1.omitted }
    if more > 0 {
      diagnostics.append(
        Diagnostic(
          file: source.name, line: nil, column: nil,
          message: "\(more) more \(more == 1 ? "error is" : "errors are") not shown",
          excerpt: nil, underline: nil))
    }
    self.diagnostics = diagnostics
  }
}

extension Diagnostic {
  fileprivate init(_ located: LocatedMistake, in source: Source, _ locations: inout SourceLocations) {
    file = source.name
    message = located.mistake.message(line: locations.line)
    guard let range = located.range else {
      (line, column, excerpt, underline) = (nil, nil, nil, nil)
      return
    }
    let number = locations.line(of: range.lowerBound)
    let snippet = Snippet(range, in: locations.bytes(ofLine: number), of: source.bytes)
    line = number
    column = locations.column(of: range.lowerBound, line: number)
    excerpt = snippet.line
    underline = snippet.underline
  }
}
