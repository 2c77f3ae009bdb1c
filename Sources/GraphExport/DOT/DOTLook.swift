/// The frame and fill of a box: shape, border and fill show the role, so that colour is not the only sign of
/// it.
struct DOTLook {
  private(set) var border = "1"
  private(set) var style = "rounded"
  private(set) var line: String
  private(set) var fill: String

  private init(of kind: Diagram.Kind, isOutput: Bool, isOrigin: Bool, isFolded: Bool, _ colors: Palette) {
    switch kind {
    case .variable: (border, line, fill) = ("1.5", colors.variableLine, colors.variableFill)
    case .constant: (style, line, fill) = ("rounded,dotted", colors.constantLine, colors.constantFill)
    case .operation: (line, fill) = (colors.line, colors.operationFill)
    }
    if isFolded { style = "rounded,dashed" }
    if isOutput { (border, line, fill) = ("1", colors.outputLine, colors.outputFill) }
    if isOrigin { (border, line, fill) = ("2", colors.warning, colors.warningFill) }
  }

  /// The texts of each look, made once.
  struct Texts {
    private let texts: TextTable

    init(_ colors: Palette, _ text: (DOTLook, _ isOutput: Bool) -> String) {
      let kinds: [Diagram.Kind] = [.variable, .constant, .operation]
      let all = kinds.flatMap { kind in
        (0..<8).map { bits in
          let isOutput = bits & 1 != 0
          let look = DOTLook(
            of: kind, isOutput: isOutput, isOrigin: bits & 2 != 0, isFolded: bits & 4 != 0, colors)
          return text(look, isOutput)
        }
      }
      texts = TextTable(all)
    }

    func write(
      _ kind: Diagram.Kind, isOutput: Bool, isOrigin: Bool, isFolded: Bool, to out: TextBuffer
    ) {
      let row =
        switch kind {
        case .variable: 0
        case .constant: 8
        case .operation: 16
        }
      texts.write(row + (isOutput ? 1 : 0) + (isOrigin ? 2 : 0) + (isFolded ? 4 : 0), to: out)
    }
  }
}
