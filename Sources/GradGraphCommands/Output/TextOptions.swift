import ArgumentParser
import GraphExport

/// The characters and the width of text output.
struct TextOptions: ParsableArguments {
  enum Color: String, CaseIterable, ExpressibleByArgument { case auto, always, never }

  @Option(name: .long, help: "Characters of text (default: by the locale).")
  var charset: TreeOptions.Charset?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum width of text, 40 or more; 0 is no limit (default: the terminal's).", valueName: "columns"))
  var width: Int?

  @Option(name: .long, help: "Colours in text; auto: on a terminal, unless NO_COLOR is set.")
  var color: Color = .auto

  func validate() throws {
    if let width, width < 0 { throw ValidationError("--width is 0 (any) or more, not \(width)") }
  }

  // Each for text that goes to standard output, whose abilities then count, or to a file.

  func charset(forTerminal: Bool) -> TreeOptions.Charset {
    charset ?? (forTerminal && !Terminal.isUTF8 ? .ascii : .utf8)
  }

  func width(forTerminal: Bool) -> Int? {
    width.map { $0 == 0 ? nil : $0 } ?? (forTerminal ? Terminal.width : nil)
  }

  func usesColor(forTerminal: Bool) -> Bool {
    color == .always || (color == .auto && forTerminal && Terminal.usesColor)
  }
}

extension TreeOptions.Charset: ExpressibleByArgument {}
