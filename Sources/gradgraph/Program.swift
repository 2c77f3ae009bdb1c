import GradGraphCommands

/// The doorway to the command line.
@main
struct Program {
  static func main() { GradGraph.run() }
}
