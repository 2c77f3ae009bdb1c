import GradGraphCommands

/// The doorway to the command line.
@main
struct Program {
  static func main() async { await GradGraph.start() }
}
