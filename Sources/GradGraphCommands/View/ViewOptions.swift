import ArgumentParser
import DisplayText
import GraphExport

/// The shown part of the graph and its folds, the same in every format.
struct ViewOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Part between this value (or #7) and the output. Repeatable.", valueName: "name"))
  var path: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Part around this value (or #7).", valueName: "name"))
  var focus: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Edges from --focus, in both directions (default: 2).", valueName: "edges"))
  var radius: Int?

  @Flag(name: .long, help: "No constants.")
  var hideConstants = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Group to fold into one box; all: the outermost groups; auto: the innermost, and equal siblings. Repeatable.",
      valueName: "group|all|auto"))
  var collapse: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Group to keep open, or all. Repeatable.", valueName: "group|all")
  )
  var expand: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum number of nodes; more are folded, 0 is no limit (default: 150 in svg, png, pdf, mmd and tex, else 0).",
      valueName: "nodes"))
  var maxNodes: Int?

  func validate() throws {
    if let radius {
      guard focus != nil else { throw ValidationError("--radius belongs to --focus") }
      guard radius >= 0 else { throw ValidationError("--radius is 0 or more, not \(radius)") }
    }
    if let maxNodes, maxNodes < 0 {
      throw ValidationError("--max-nodes is 0 (all) or more, not \(maxNodes)")
    }
  }

  /// The requested part of the graph, ready to be folded.
  func view(of input: InputDiagram) throws(CommandFailure) -> View {
    var part = try onPath(input.diagram, of: input)
    if let focus {
      part = part.focused(
        on: try input.positions(of: focus, in: part, for: "--focus"), radius: radius ?? 2)
    }
    if hideConstants { part = part.withoutConstants }
    return View(
      part: part, limit: maxNodes, open: try groups(expand, of: part, besides: ["all"], for: "--expand"),
      collapsed: try groups(collapse, of: part, besides: ["all", "auto"], for: "--collapse"),
      collapsesAll: collapse.contains("all"), collapsesInnermost: collapse.contains("auto"),
      expandsAll: expand.contains("all"))
  }

  /// The diagram of formats that are not pictures, folded only as far as asked for; a note on standard error names hidden nodes.
  func shown(of input: InputDiagram) throws(CommandFailure) -> Diagram {
    let view = try view(of: input)
    let diagram = view.text
    view.note(diagram)
    return diagram
  }

  /// The positions of groups that are named by their paths.
  private func groups(
    _ names: [String], of diagram: Diagram, besides words: [String], for option: String
  ) throws(CommandFailure) -> [Int] {
    var positions: [Int] = []
    for name in names {
      if let position = diagram.groups.firstIndex(where: { $0.path == name }) {
        positions.append(position)
      } else if !words.contains(name) {
        throw .unknownGroup(name, for: option, among: diagram.groups.map(\.path), or: words)
      }
    }
    return positions
  }

  private func onPath(_ diagram: Diagram, of input: InputDiagram) throws(CommandFailure) -> Diagram {
    if path.isEmpty { return diagram }
    let leads = diagram.leadsToOutput
    var positions: [Int] = []
    for name in path {
      // Of a vector, elements that lead nowhere are left out.
      let found = try input.positions(of: name, in: diagram, for: "--path").filter { leads[$0] }
      guard !found.isEmpty else {
        let output = diagram.output.map { "'\(VisibleText.of(diagram.nodes[$0].label))'" } ?? ""
        throw .usage(
          "--path: '\(VisibleText.of(name))' does not lead to the output \(output): nothing lies between them"
        )
      }
      positions += found
    }
    return diagram.path(from: positions) ?? diagram
  }
}
