import ArgumentParser
import Autodiff
import DisplayText
import GraphExport

/// The words of a document's block behind its name: those of the command line.
struct BlockOptions: ParsableArguments {
  /// A part of a block's output; the cases are in the order of output.
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

  @Option(name: .long, help: ArgumentHelp("Caption below the picture.", valueName: "text"))
  var caption: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Name of the picture in the document, such as fig:seed.", valueName: "name"))
  var label: String?

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
    if let picture {
      guard picture.utf8.suffix(4).elementsEqual(".svg".utf8) else {
        throw ValidationError("the picture of a document is an svg, not '\(VisibleText.of(picture))'")
      }
      guard VisibleText.of(picture) == picture else {
        throw ValidationError(
          "'\(VisibleText.of(picture))' holds a sign that can't be seen; name another file for the picture")
      }
    }
    if caption != nil || label != nil, !draws {
      throw ValidationError("--caption and --label are for a picture; add svg to --show")
    }
    if let label {
      let isPlain = label.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          || "-_:.".unicodeScalars.contains($0)
      }
      guard isPlain, let first = label.unicodeScalars.first, first.properties.isAlphabetic else {
        throw ValidationError(
          "'\(VisibleText.of(label))' is no label; labels are letters, digits and -_:. and begin with a letter, as in fig:seed"
        )
      }
    }
  }

  private static func parts(_ text: String) throws -> [Part] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let part = Part(rawValue: String(word.withoutBlanks)) else {
        let list = Part.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(VisibleText.of(String(word)))' can't be shown; there are \(list)")
      }
      return part
    }
  }

  /// `true` if a picture is drawn.
  var draws: Bool { show.contains(.svg) }

  /// Documents are UTF-8, have no colours, and are no wider than a page.
  var treeOptions: TreeOptions {
    var options = tree.options(forTerminal: false)
    options.usesColor = false
    options.width = tree.text.width == nil ? 100 : options.width
    return options
  }
}
