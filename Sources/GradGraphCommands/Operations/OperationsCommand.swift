import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax

/// `gradgraph ops`: the operations, their formulas and derivatives.
struct OperationsCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case txt, md, json }

  static let configuration = CommandConfiguration(
    commandName: "ops",
    abstract: "List the operations with their values, derivatives and conventions.",
    discussion: """
      EXAMPLES
        gradgraph ops
        gradgraph ops relu max          two operations in full
        gradgraph ops --format md       the table as Markdown
        gradgraph ops --format json     the table as data
      """)

  @Argument(help: "Operations to show in full (default: a table of all).")
  var names: [String] = []

  @Option(name: .long, help: "Format of the list.")
  var format: Format = .txt

  func run() async throws {
    try await reporting {
      var operations: [Operation] = []
      var functions: [VectorFunction] = []
      for name in names {
        if let operation = Operation.named(name) {
          operations.append(operation)
        } else if let function = VectorFunction.named(name) {
          functions.append(function)
        } else {
          throw CommandFailure.usage(
            "unknown operation '\(VisibleText.of(name))'; gradgraph ops lists them all")
        }
      }
      let table = names.isEmpty ? OperationTable() : OperationTable(operations, functions)
      let text =
        switch format {
        case .txt: names.isEmpty ? table.text : table.details
        case .md: table.markdown
        case .json: table.json
        }
      try StandardOutput.write(Array(text.utf8))
    }
  }
}
