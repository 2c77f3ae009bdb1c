/// The colours of a picture, by role. No two roles share a colour, so that one picture can be turned into the other
/// theme by its colours alone.
///
/// Text reaches a contrast of 4.5:1 and lines 3:1 on every background they stand on; blue and orange differ for
/// colour-blind readers too (Wong, Nature Methods 8, 441, 2011).
public struct Palette: Equatable, Sendable {
  public var background: String
  public var text: String
  public var muted: String
  public var line: String
  public var data: String
  public var gradient: String
  public var variableLine: String
  public var variableFill: String
  public var constantLine: String
  public var constantFill: String
  public var operationFill: String
  public var outputLine: String
  public var outputFill: String
  public var groupLine: String
  public var warning: String
  public var warningFill: String

  public static let light = Palette(
    background: "#ffffff", text: "#1b1f26", muted: "#5b6472", line: "#7a8496", data: "#0072b2",
    gradient: "#b34700", variableLine: "#0071b1", variableFill: "#eaf3fa", constantLine: "#7b8597",
    constantFill: "#f2f3f5", operationFill: "#fefefe", outputLine: "#1b5e3a", outputFill: "#eff8f2",
    groupLine: "#8a94a6", warning: "#b00020", warningFill: "#fdecee")

  public static let dark = Palette(
    background: "#14171c", text: "#e6e9ef", muted: "#a9b2c0", line: "#8792a6", data: "#56b4e9",
    gradient: "#f0a35c", variableLine: "#57b5ea", variableFill: "#12283a", constantLine: "#8691a5",
    constantFill: "#23272e", operationFill: "#191d23", outputLine: "#5fbf8a", outputFill: "#12291e",
    groupLine: "#76829a", warning: "#ff8a80", warningFill: "#3a1518")

  /// All colours, in a fixed order of their roles.
  var roles: [String] {
    [
      background, text, muted, line, data, gradient, variableLine, variableFill, constantLine, constantFill,
      operationFill, outputLine, outputFill, groupLine, warning, warningFill,
    ]
  }
}

/// Which colours a picture has; `auto` follows the reader's setting in an SVG and is light elsewhere.
public enum Theme: String, CaseIterable, Sendable {
  case light, dark, auto

  package var palette: Palette { self == .dark ? .dark : .light }
}
