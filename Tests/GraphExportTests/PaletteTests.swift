import GraphExport
import Testing

@Suite struct PaletteTests {
  @Test(arguments: [Palette.light, .dark])
  func textsAndLinesStandOutFromWhatTheyStandOn(_ palette: Palette) throws {
    let fills = [
      palette.background, palette.variableFill, palette.constantFill, palette.operationFill,
      palette.outputFill,
      palette.warningFill,
    ]
    for text in [palette.text, palette.muted, palette.data, palette.gradient, palette.warning] {
      for fill in fills { #expect(try contrast(text, fill) >= 4.5, "\(text) on \(fill)") }
    }
    for line in [
      palette.line, palette.variableLine, palette.constantLine, palette.outputLine, palette.warning,
    ] {
      for fill in fills { #expect(try contrast(line, fill) >= 3, "\(line) on \(fill)") }
    }
    #expect(try contrast(palette.groupLine, palette.background) >= 3)
  }

  @Test(arguments: [Palette.light, .dark])
  func noTwoRolesShareAColour(_ palette: Palette) {
    let colors = Mirror(reflecting: palette).children.compactMap { $0.value as? String }
    #expect(colors.count == 16 && Set(colors).count == colors.count)
  }
}
