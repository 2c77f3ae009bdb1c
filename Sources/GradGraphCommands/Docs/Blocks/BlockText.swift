import Autodiff
import ChainRule
import DisplayText
import GraphExport
import MarkdownBlocks

/// The text that a block writes into its region.
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
      paragraphs.append(host.details("As a tree", TreeEncoder(options.treeOptions).encode(try shown())))
    }
    return Array(paragraphs.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private func lines(of part: BlockOptions.Part) throws(CommandFailure) -> [String] {
    switch part {
    case .svg: return try picture()
    case .formula: return try formula()
    case .tree: return try tree()
    case .explain: return host.code("text", try explanation { ExplanationEncoder($1).encode($0) })
    case .math: return host.code("math", try explanation { ExplanationTeXEncoder($1).encode($0) })
    case .check: return try check()
    case .table:
      let table = MarkdownTableEncoder(MarkdownOptions(precision: precision)).encode(try shown())
      return CodeFence.split(table)
    case .mermaid: return host.code("mermaid", MermaidEncoder(pictureOptions).encode(try drawn()))
    case .tex: return host.code("latex", TikZEncoder(pictureOptions).encode(try drawn()))
    case .dot: return host.code("dot", DOTEncoder(pictureOptions).encode(try shown()))
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
    return host.lines(
      of: DocumentHost.Figure(
        link: link ?? "", alt: options.alt ?? diagram.altText(precision: precision), caption: options.caption,
        label: options.label, hasTwoThemes: options.drawing.theme == .auto))
  }

  private func formula() throws(CommandFailure) -> [String] {
    guard let formula = result.formula else {
      throw .usage("--show formula: a graph in JSON has none")
    }
    return host.code("text", Array(formula.utf8))
  }

  private func tree() throws(CommandFailure) -> [String] {
    host.code("text", TreeEncoder(options.treeOptions).encode(try shown()))
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
    return host.code("text", Array(report.text.utf8))
  }
}
