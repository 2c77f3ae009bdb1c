/// The colours of a picture, by role, as hexadecimal RGB such as `#0072b2`. No two roles share a colour, so
/// that a picture can be converted to the other theme by its colours alone.
///
/// Text has a contrast of 4.5:1 and lines have 3:1 against each of their backgrounds; blue and orange differ
/// for colour-blind readers too (Wong, Nature Methods 8, 441, 2011).
public struct Palette: Equatable, Sendable {
  /// The page.
  public var background: String
  /// Names, operations and other text.
  public var text: String
  /// Small print, such as the words before numbers.
  public var muted: String
  /// The borders of operations.
  public var line: String
  /// Data.
  public var data: String
  /// Gradients.
  public var gradient: String
  /// The borders of variables.
  public var variableLine: String
  /// The boxes of variables.
  public var variableFill: String
  /// The borders of constants.
  public var constantLine: String
  /// The boxes of constants.
  public var constantFill: String
  /// The boxes of operations.
  public var operationFill: String
  /// The border of the output.
  public var outputLine: String
  /// The box of the output.
  public var outputFill: String
  /// The frames of groups.
  public var groupLine: String
  /// Warnings, such as numbers that are not finite.
  public var warning: String
  /// The boxes with warnings.
  public var warningFill: String

  /// The colours on a white page.
  public static let light = Palette(
    background: "#ffffff", text: "#1b1f26", muted: "#5b6472", line: "#7a8496", data: "#0072b2",
    gradient: "#b34700", variableLine: "#0071b1", variableFill: "#eaf3fa", constantLine: "#7b8597",
    constantFill: "#f2f3f5", operationFill: "#fefefe", outputLine: "#1b5e3a", outputFill: "#eff8f2",
    groupLine: "#8a94a6", warning: "#b00020", warningFill: "#fdecee")

  /// The colours on a dark page.
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

/// The colours of a picture: `auto` follows the reader's setting in an SVG and is light in other formats.
public enum Theme: String, CaseIterable, Sendable {
  case light, dark, auto

  package var palette: Palette { self == .dark ? .dark : .light }
}
