import ArgumentParser
import DisplayText
import GraphExport

/// Which part of the graph is shown, the same in every format.
struct ViewOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Show only what lies between this value (or #7) and the output; may be repeated.", valueName: "name"))
  var path: [String] = []

  @Flag(name: .long, help: "Leave out the numbers of the formula, such as the 2 of 2*x.")
  var hideConstants = false

  /// The part that is asked for. What it leaves out is said on standard error.
  func shown(of input: InputDiagram) throws(CommandFailure) -> Diagram {
    var view = try onPath(input.diagram, of: input)
    if hideConstants { view = view.hidingConstants() }
    if let omission = view.omission { StandardError.note(omission) }
    return view
  }

  private func onPath(_ diagram: Diagram, of input: InputDiagram) throws(CommandFailure) -> Diagram {
    if path.isEmpty { return diagram }
    let leads = diagram.leadsToOutput
    var positions: [Int] = []
    for name in path {
      let position = try input.position(of: name, in: diagram, for: "--path")
      guard leads[position] else {
        let output = diagram.output.map { "'\(VisibleText.of(diagram.nodes[$0].label))'" } ?? ""
        throw .usage(
          "--path: '\(VisibleText.of(name))' does not lead to the output \(output): nothing lies between them"
        )
      }
      positions.append(position)
    }
    return diagram.path(from: positions) ?? diagram
  }
}
