import ArgumentParser
import Autodiff
import GraphExport

/// What a block of a document says behind its name: the words of the command line.
struct BlockOptions: ParsableArguments {
  /// What a block shows, in this order of the option.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case svg, formula, tree, table, explain, math, check, mermaid, tex, dot
  }

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Parts to show, separated by commas: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "parts"),
    transform: BlockOptions.parts)
  var show: [Part] = [.svg]

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("File of the picture (default: the block's name, beside the text).", valueName: "file")
  )
  var picture: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Picture in words (default: from its values).", valueName: "text"))
  var alt: String?

  @Flag(name: .long, help: "Tree below the picture, behind a line to click on.")
  var details = false

  @Option(
    name: .long, help: ArgumentHelp("Mode of the Jacobian in check: forward or reverse.", valueName: "mode"))
  var mode: Mode?

  @OptionGroup var view: ViewOptions
  @OptionGroup var drawing: PictureViewOptions
  @OptionGroup var tree: TreeViewOptions
  @OptionGroup var paths: PathOptions
  @OptionGroup var backward: FrameOptions

  func validate() throws {
    if backward.directory != nil { throw ValidationError("--frames is for gradgraph render") }
    if let picture, !picture.hasSuffix(".svg") {
      throw ValidationError("the picture of a document is an svg, not '\(picture)'")
    }
  }

  private static func parts(_ text: String) throws -> [Part] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let part = Part(rawValue: String(word.withoutBlanks)) else {
        let list = Part.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(word)' can't be shown; there are \(list)")
      }
      return part
    }
  }

  /// Whether a picture is drawn.
  var draws: Bool { show.contains(.svg) }

  /// Documents are UTF-8, have no colours, and are no wider than a page.
  var treeOptions: TreeOptions {
    var options = tree.options(forTerminal: false)
    options.usesColor = false
    options.width = tree.text.width == nil ? 100 : options.width
    return options
  }
}
