import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport
import MarkdownBlocks

/// A block's options and what its formula computes.
struct BlockResult {
  let block: Document.Block
  let options: BlockOptions
  let graph: InputGraph
  let input: InputDiagram
  /// The formula as it was written; `nil` for a graph in JSON.
  let formula: String?
  /// Which outputs the formula has, for blocks that take it from this one.
  private let origin: Origin

  private enum Origin {
    /// The document's text, all blank but for the formula.
    case inside([UInt8])
    case file(String)
  }

  init(_ block: Document.Block, in document: Document, users: [String]) throws(BlockFailure) {
    let reader = BlockReader(block: block, document: document)
    var options = try reader.options()
    self.block = block
    var others: [String] = []
    if let fence = block.fence {
      origin = .inside(document.markdown.blanked(outside: fence.lines))
      formula = Self.formula(fence.lines.map(document.markdown.text).joined())
    } else {
      guard !options.input.values.isEmpty else {
        throw reader.failure(
          "the block has no formula; write it behind the name, as 'd = tanh(a*b)', name a .formula file, or add a code block ```gradgraph \(block.name.text)",
          at: block.name.range)
      }
      let input = options.input.values.removeFirst()
      let place = block.words.first { $0.text == input }?.range ?? block.name.range
      if input.hasPrefix("@") {
        let other = try document.result(of: String(input.dropFirst()), at: place, users: users)
        origin = other.origin
        formula = other.formula
        others = other.options.input.values
        if options.input.output == nil { options.input.output = other.options.input.output }
      } else if input.hasSuffix(".formula") || input.hasSuffix(".json") {
        let path = PathText.path(input, from: document.path)
        origin = .file(path)
        document.reads(path)
        formula = try input.hasSuffix(".json") ? nil : reader.contents(of: path, at: place)
      } else if input == "-" {
        throw reader.failure("a block can't read standard input", at: place)
      } else {
        origin = .inside(document.markdown.blanked(outside: [place]))
        formula = Self.formula(document.markdown.text(place))
      }
    }
    // What this block says of a variable goes before what the other says.
    let own = Set(options.input.values.map { $0.prefix { $0 != "=" } })
    options.input.values = others.filter { !own.contains($0.prefix { $0 != "=" }) } + options.input.values
    let graph: InputGraph
    switch origin {
    case .inside(let bytes):
      options.input.input = ""
      graph = try reader.record(Source(bytes: bytes, name: document.path), options.input)
    case .file(let path):
      options.input.input = path
      graph = try reader.record(file: path, options.input)
    }
    if !options.input.forwardOnly { graph.output.backward() }
    let diagram = Diagram(graph.graph, output: graph.output)
    input = InputDiagram(diagram, names: graph.names)
    self.graph = graph
    self.options = options
    try reader.verify(options.input.expect, input)
  }

  /// The lines of a formula without blanks that all of them begin with, and without empty lines around them.
  private static func formula(_ text: String) -> String {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isEmpty = { (line: Substring) in line.allSatisfy { $0 == " " || $0 == "\t" } }
    while let last = lines.last, isEmpty(last) { lines.removeLast() }
    while let first = lines.first, isEmpty(first) { lines.removeFirst() }
    let indent = lines.filter { !isEmpty($0) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(min(indent, $0.prefix { $0 == " " }.count))) }
      .joined(separator: "\n")
  }
}

/// Reads a block's words, and tells what is wrong with them at their place in the document.
struct BlockReader {
  let block: Document.Block
  let document: Document

  func failure(_ message: String, at range: Range<Int>) -> BlockFailure {
    BlockFailure([document.finding(.error, message, at: range)])
  }

  /// A failure of code that knows the command line only.
  func failure(_ failure: CommandFailure) -> BlockFailure {
    let message = failure.message.split(separator: "\n").map {
      $0.hasPrefix("gradgraph: error: ") ? String($0.dropFirst("gradgraph: error: ".count)) : String($0)
    }.joined(separator: "\n")
    return self.failure(message, at: place(of: message))
  }

  /// The word that a message quotes or whose option it is about; else the block's name.
  private func place(of message: String) -> Range<Int> {
    let quoted = block.words.first { message.contains("'\($0.text)'") }
    let option = block.words.first { $0.text.hasPrefix("-") && message.contains($0.text) }
    let part = block.words.first { word in
      word.text.split(separator: "=").contains { $0.count > 1 && message.contains("'\($0)'") }
    }
    return (quoted ?? option ?? part)?.range ?? block.name.range
  }

  func options() throws(BlockFailure) -> BlockOptions {
    do {
      // The parser wants an input; the block's is taken from the values.
      return try BlockOptions.parse(["formula"] + block.words.map(\.text))
    } catch {
      if CommandLineMessage.isHelp(error) {
        throw failure("a block can't ask for help; see gradgraph help docs", at: block.name.range)
      }
      let message = CommandLineMessage.of(error)
      throw failure(message, at: place(of: message))
    }
  }

  func contents(of path: String, at place: Range<Int>) throws(BlockFailure) -> String {
    do {
      return String(decoding: try InputFile.read(path), as: UTF8.self)
    } catch {
      throw failure(
        "'\(VisibleText.of(path))' can't be read: no such file, or none that may be read", at: place)
    }
  }

  // MARK: Recording

  func record(_ source: Source, _ input: InputOptions) throws(BlockFailure) -> InputGraph {
    let names: [String]
    do { names = try input.outputNames() } catch { throw failure(error) }
    do {
      return try record(source, input, names)
    } catch let errors as FormulaErrors {
      throw BlockFailure(
        errors.diagnostics.map { diagnostic in
          guard source.name == document.path else { return Finding(.error, diagnostic) }
          return document.finding(.error, diagnostic.message, at: diagnostic.range ?? block.name.range)
        })
    } catch let error as CommandFailure {
      throw failure(error)
    } catch {
      throw failure("\(error)", at: block.name.range)
    }
  }

  private func record(_ source: Source, _ input: InputOptions, _ names: [String]) throws -> InputGraph {
    let graph = Graph()
    let recording = try Formula.recordArrays(
      source, on: graph, values: try input.assignments(), output: names.first, limits: InputOptions.limits)
    var loaded = InputGraph(graph: graph, output: recording.output, names: NodeNames(recording))
    if !names.isEmpty { loaded.outputs = try loaded.values(named: names, for: "--output") }
    return loaded
  }

  func record(file path: String, _ input: InputOptions) throws(BlockFailure) -> InputGraph {
    do {
      if path.hasSuffix(".json") { return try input.graph(for: "a block", severalOutputs: true) }
      return try record(Source(bytes: try InputFile.read(path), name: path), input)
    } catch let failure as BlockFailure {
      throw failure
    } catch let error as CommandFailure {
      throw failure(error)
    } catch {
      throw failure("\(error)", at: block.name.range)
    }
  }

  /// Every expectation that is not met is a mistake of its own.
  func verify(_ expectations: [Expectation], _ input: InputDiagram) throws(BlockFailure) {
    var findings: [Finding] = []
    for expectation in expectations {
      do throws(CommandFailure) {
        try expectation.verifyShape(among: input.names)
        let numbers = try input.numbers(of: expectation.name)
        let actual = expectation.quantity == .data ? numbers.data : numbers.grad
        if let complaint = expectation.complaint(ifMissedBy: actual) {
          findings.append(document.finding(.error, complaint, at: place(of: expectation)))
        }
      } catch {
        findings += failure(error).findings
      }
    }
    if !findings.isEmpty { throw BlockFailure(findings) }
  }

  private func place(of expectation: Expectation) -> Range<Int> {
    let word = block.words.first { word in
      let text = word.text.hasPrefix("--expect=") ? String(word.text.dropFirst(9)) : word.text
      return (try? Expectation.list(parsing: text))?.contains(expectation) ?? false
    }
    return word?.range ?? block.name.range
  }
}

/// What the argument parser has to say.
enum CommandLineMessage {
  static func of(_ error: any Error) -> String { BlockOptions.message(for: error) }

  static func isHelp(_ error: any Error) -> Bool { BlockOptions.exitCode(for: error) == .success }
}
