import Autodiff
import ChainRule
import DisplayText
import GraphExport
import MarkdownBlocks

/// What a block writes into its region.
struct BlockText {
  let result: BlockResult
  let host: DocumentHost
  /// The link to the picture, if there is one.
  let link: String?

  private var options: BlockOptions { result.options }

  /// The lines between the comments.
  func lines() throws(CommandFailure) -> [String] {
    var paragraphs: [[String]] = []
    for part in options.show { paragraphs.append(try lines(of: part)) }
    if options.details {
      let tree = try tree()
      paragraphs.append(["<details>", "<summary>As a tree</summary>", ""] + tree + ["", "</details>"])
    }
    return Array(paragraphs.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private func lines(of part: BlockOptions.Part) throws(CommandFailure) -> [String] {
    switch part {
    case .svg: return try picture()
    case .formula: return try formula()
    case .tree: return try tree()
    case .explain: return Self.fenced("text", try explanation { ExplanationEncoder($1).encode($0) })
    case .math: return Self.fenced("math", try explanation { ExplanationTeXEncoder($1).encode($0) })
    case .check: return try check()
    case .table:
      let table = MarkdownTableEncoder(MarkdownOptions(precision: precision)).encode(try shown())
      return Self.lines(table)
    case .mermaid: return Self.fenced("mermaid", MermaidEncoder(pictureOptions).encode(try drawn()))
    case .tex: return Self.fenced("latex", TikZEncoder(pictureOptions).encode(try drawn()))
    case .dot: return Self.fenced("dot", DOTEncoder(pictureOptions).encode(try shown()))
    }
  }

  private var pictureOptions: PictureOptions { options.drawing.options(precision: precision) }

  private var precision: Int { options.tree.numbers.precision }

  private func shown() throws(CommandFailure) -> Diagram { try options.view.view(of: result.input).text }

  /// For pictures, which have a budget.
  private func drawn() throws(CommandFailure) -> Diagram { try options.view.view(of: result.input).picture }

  // MARK: Parts

  private func picture() throws(CommandFailure) -> [String] {
    let diagram = try drawn()
    let alt = options.alt ?? diagram.altText(precision: precision)
    return host.image(link ?? "", alt: alt)
  }

  private func formula() throws(CommandFailure) -> [String] {
    guard let formula = result.formula else {
      throw .usage("--show formula: a graph in JSON has none")
    }
    return Self.fenced("text", Array(formula.utf8))
  }

  private func tree() throws(CommandFailure) -> [String] {
    Self.fenced("text", TreeEncoder(options.treeOptions).encode(try shown()))
  }

  private func explanation(
    _ encode: (Explanation, ExplanationOptions) -> [UInt8]
  ) throws(CommandFailure) -> [UInt8] {
    let output = try options.paths.output(in: result.graph)
    let variables = try options.paths.variables(in: result.graph).values
    return withExtendedLifetime(result.graph.graph) {
      encode(
        options.paths.explanation(of: variables, from: output, isWhole: false),
        ExplanationOptions(
          charset: options.treeOptions.charset, precision: precision, width: options.treeOptions.width))
    }
  }

  private func check() throws(CommandFailure) -> [String] {
    let report = CheckReport(
      of: result.graph, mode: options.mode,
      options: .init(
        charset: options.treeOptions.charset, precision: precision, width: options.treeOptions.width))
    guard report.isPassed else { throw .failed("the gradients do not agree; see gradgraph check") }
    return Self.fenced("text", Array(report.text.utf8))
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// A code block whose marks are longer than any in the text.
  static func fenced(_ language: String, _ bytes: [UInt8]) -> [String] {
    let lines = Self.lines(bytes)
    var longest = 2
    var run = 0
    for byte in bytes {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let mark = String(repeating: "`", count: longest + 1)
    return [mark + language] + lines + [mark]
  }
}

/// Where documents are read, as far as pictures are concerned.
public enum DocumentHost: String, CaseIterable, Sendable {
  /// One SVG that follows the reader's theme.
  case plain
  /// Swift's documentation: an SVG for the light theme and one for the dark, found by name.
  case docc
  /// GitHub, whose theme is not the system's: a `<picture>` of two files.
  case github

  /// What the pictures of a block are called and how they look.
  ///
  /// - Parameter path: ends in `.svg`.
  func pictures(_ path: String, theme: Theme) -> [(path: String, theme: Theme)] {
    let stem = String(path.dropLast(4))
    guard theme == .auto else { return [(path, theme)] }
    return switch self {
    case .plain: [(path, .auto)]
    case .docc: [(path, .light), ("\(stem)~dark.svg", .dark)]
    case .github: [(path, .light), ("\(stem)-dark.svg", .dark)]
    }
  }

  /// The lines that show a picture.
  ///
  /// - Parameter link: the path from the document.
  func image(_ link: String, alt: String) -> [String] {
    let words = VisibleText.of(alt)
    switch self {
    case .plain, .docc:
      let text = words.map { "[]\\`*_<>!&".contains($0) ? "\\\($0)" : String($0) }.joined()
      let target = self == .docc ? PathText.name(of: link) : link
      let isPlain = target.unicodeScalars.allSatisfy {
        $0.isASCII && $0 != " " && !"()<>\\".unicodeScalars.contains($0)
      }
      return ["![\(text)](\(isPlain ? target : "<\(target)>"))"]
    case .github:
      let dark = "\(link.dropLast(4))-dark.svg"
      return [
        "<picture>",
        "  <source media=\"(prefers-color-scheme: dark)\" srcset=\"\(Self.attribute(dark))\">",
        "  <img src=\"\(Self.attribute(link))\" alt=\"\(Self.attribute(words))\">",
        "</picture>",
      ]
    }
  }

  private static func attribute(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
  }
}
