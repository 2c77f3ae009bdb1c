import GraphExport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Contrast after the Web Content Accessibility Guidelines 2.1.
@Suite struct PaletteTests {
  private func luminance(_ color: String) throws -> Double {
    let number = try #require(Int(color.dropFirst(), radix: 16))
    let channels = [number >> 16 & 255, number >> 8 & 255, number & 255].map { channel -> Double in
      let part = Double(channel) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ a: String, _ b: String) throws -> Double {
    let (x, y) = (try luminance(a), try luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

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
