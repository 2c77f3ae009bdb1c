import ArgumentParser
import DisplayText
import GraphExport
import Graphviz

/// `gradgraph docs`: documents whose pictures and numbers stay true.
struct DocsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Fill blocks in Markdown with pictures, trees and numbers, or check them.",
    usage: "gradgraph docs <path> ... [--check] [<options>]",
    discussion: """
      A block names a formula and what to show of it:

        <!-- gradgraph seed 'd = tanh(a*b + a**2)' a=2 b=-3 --show svg,tree -->
        <!-- /gradgraph -->

        d is <!-- gradgraph-value seed d --><!-- /gradgraph-value -->.

      gradgraph docs writes what is between the comments. The words are those of
      the command line: the input, name=value, --output, --path, --max-nodes,
      --direction, --theme, --depth, --precision, --of, --expect and so on, and

        --show PARTS   svg, formula, tree, table, explain, math, check, mermaid,
                       tex, dot; several with commas (default: svg)
        -o FILE.svg    the picture's file (default: NAME.svg beside the document)
        --alt TEXT     the picture in words (default: written from its values)
        --caption TEXT a caption below the picture; --label NAME to refer to it by
        --details      the tree below the picture, behind a line to click on

      The formula may be in a .formula file, in a code block of the same name
      (```gradgraph seed a=2 b=-3, or ```{.gradgraph #seed a=2 b=-3} as Pandoc and
      MkDocs write it), or in another block (@seed).

      Blocks read and write below the directories that are named, and beside the
      files that are. What was edited by hand, and files that gradgraph docs did not
      write, stay as they are unless --force is given.

      EXAMPLES
        gradgraph docs README.md Sources             fill all blocks
        gradgraph docs --check --diff docs           in CI: is everything current?
        gradgraph docs --watch docs                  fill while you write

      EXIT CODES
        0   everything is current or was written
        1   a block has a mistake, or with --check, something is not current
        64  wrong options
      """)

  @Argument(
    help: "Markdown files (.md, .markdown, .qmd, .Rmd), and directories with such files.",
    completion: .file(extensions: ["md", "markdown", "qmd", "Rmd"]))
  var paths: [String]

  @Flag(name: .long, help: "Check only, without Graphviz: exit code 1 if anything is not current.")
  var check = false

  @Flag(name: .long, help: "Changes as a unified diff.")
  var diff = false

  @Flag(name: .long, help: "Overwrite edits by hand and foreign pictures.")
  var force = false

  @Flag(name: .long, help: "Draw all pictures again.")
  var redraw = false

  @Flag(name: .long, help: "Remove pictures of these documents that no block names.")
  var prune = false

  @Flag(name: .long, help: "Fill the blocks whenever a file is saved.")
  var watch = false

  @Flag(name: .long, help: "Blocks may read and write outside of the named paths.")
  var allowOutside = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Reader of the documents: docc has a light and a dark svg, github a <picture>; mkdocs, myst is Sphinx, quarto (default: docc in catalogs, else plain).",
      valueName: "host"))
  var host: DocumentHost?

  @Option(
    name: .long, help: ArgumentHelp("Form of the findings.", valueName: "format"))
  var errorFormat: FindingFormat = .text

  @OptionGroup(title: "Graphviz") var drawing: DrawingOptions

  func validate() throws {
    if watch, check { throw ValidationError("--watch fills blocks, --check writes nothing; choose one") }
    if watch, errorFormat == .sarif {
      throw ValidationError("--watch has no end, and sarif is written at the end")
    }
    if check, force || redraw {
      throw ValidationError("--check writes nothing; leave out --force and --redraw")
    }
  }

  func run() async throws {
    try await reporting {
      let run = DocumentRun(
        checks: check, forces: force, prunes: prune, redraws: redraw, showsDifference: diff,
        allowsOutside: allowOutside, host: host,
        drawing: DocumentDrawing(graphviz: drawing.graphviz, timeout: drawing.timeout))
      if watch { return try await keepFilling(run) }
      let report = try await run.run(paths)
      try write(report)
      if !report.isClean { throw ExitCode.failure }
    }
  }

  private func write(_ report: DocumentRun.Report) throws {
    var lines: [String] = []
    for finding in report.findings {
      guard let line = errorFormat.line(finding) else { continue }
      if errorFormat == .github { lines.append(line) } else { StandardError.write(line) }
    }
    if errorFormat == .sarif {
      return try StandardOutput.write(Array(FindingFormat.sarif(report.findings).utf8))
    }
    var others = report.differences.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
    for (path, what) in report.changes { others.append("\(VisibleText.of(path)): \(what)") }
    others.append(summary(report))
    // GitHub takes any line for a command that looks like one.
    if errorFormat == .github { others = others.map(AnnotationText.line) }
    try StandardOutput.write(Array((lines + others).map { $0 + "\n" }.joined().utf8))
  }

  private func summary(_ report: DocumentRun.Report) -> String {
    func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    let scope = "\(counted(report.blocks, "block")) in \(counted(report.documents, "file"))"
    let errors = report.findings.count { $0.kind == .error }
    let stale = report.findings.count { $0.kind == .stale }
    let parts = [errors > 0 ? counted(errors, "error") : "", stale > 0 ? "\(stale) not current" : ""]
      .filter { !$0.isEmpty }
    if parts.isEmpty { return "\(scope): all current" }
    return "\(scope): \(parts.joined(separator: ", "))"
  }

  // MARK: Watching

  /// Fills the blocks, and again whenever a document or a file that it reads has changed, has come or has gone: editors save
  /// by renaming, and for a moment nothing is at the path.
  ///
  /// - Throws: when nothing is at a path at the beginning.
  private func keepFilling(_ run: DocumentRun) async throws {
    _ = try DocumentFiles(paths)
    var sources: Set<String> = []
    var shown: [Finding]?
    while true {
      // Taken before the documents are read: a file saved while they are filled has another state.
      let seen = states(sources)
      let report = try await run.run(paths, isWatching: true)
      if !report.changes.isEmpty || report.findings != shown { try write(report) }
      shown = report.findings
      let isKnown = sources == report.sources
      sources = report.sources
      if !isKnown { continue }
      while states(sources) == seen { try await Task.sleep(for: .milliseconds(300)) }
    }
  }

  /// All files that the documents are made of, as they are now.
  private func states(_ sources: Set<String>) -> [String: FileState] {
    let found = (try? DocumentFiles(paths, isWatching: true))?.documents ?? []
    return Dictionary(uniqueKeysWithValues: sources.union(found).map { ($0, FileState($0)) })
  }
}

extension DocumentHost: ExpressibleByArgument {}
extension FindingFormat: ExpressibleByArgument {}
