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
/// At most 1000 are listed; a last diagnostic gives the number of the others.
public struct FormulaErrors: Error, Equatable, CustomStringConvertible {
  /// The mistakes; never empty.
  public let diagnostics: [Diagnostic]

  /// The diagnostics as they are printed, without a line end after the last.
  public var description: String {
    diagnostics.map { $0.description }.joined(separator: "\n")
  }

  init(_ logs: [MistakeLog], in source: Source) {
    let located = logs.flatMap { $0.mistakes }.enumerated().sorted { left, right in
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
          file: source.name, line: nil, column: nil, range: nil,
          message: "\(more) more \(more == 1 ? "error is" : "errors are") not shown",
          excerpt: nil, underline: nil))
    }
    self.diagnostics = diagnostics
  }
}

extension Source {
  /// The remarks as they are printed, in their order.
  func diagnostics(_ remarks: [LocatedRemark]) -> [Diagnostic] {
    if remarks.isEmpty { return [] }
    var locations = SourceLocations(self)
    return remarks.map { located in
      var diagnostic =
        if let range = located.range {
          Diagnostic(located.remark.message, at: range, in: self, &locations)
        } else {
          Diagnostic(
            file: name, line: nil, column: nil, range: nil, message: located.remark.message, excerpt: nil,
            underline: nil)
        }
      diagnostic.severity = located.remark.severity
      return diagnostic
    }
  }
}

extension Diagnostic {
  fileprivate init(_ located: LocatedMistake, in source: Source, _ locations: inout SourceLocations) {
    let message = located.mistake.message { locations.line(of: $0) + source.firstLine - 1 }
    if let range = located.range {
      self.init(message, at: range, in: source, &locations)
    } else {
      self.init(
        file: source.name, line: nil, column: nil, range: nil, message: message, excerpt: nil, underline: nil)
    }
  }

  init(
    _ message: String, at range: Range<Int>, in source: Source, _ locations: inout SourceLocations
  ) {
    let number = locations.line(of: range.lowerBound)
    let snippet = Snippet(range, in: locations.bytes(ofLine: number), of: source.bytes)
    self.init(
      file: source.name, line: number, column: locations.column(of: range.lowerBound, line: number),
      range: range, message: message, excerpt: snippet.line, underline: snippet.underline)
  }
}
