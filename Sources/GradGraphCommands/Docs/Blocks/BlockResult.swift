import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport
import MarkdownBlocks

/// A block's options, and the graph of its formula.
struct BlockResult {
  let block: Document.Block
  let options: BlockOptions
  let graph: InputGraph
  let input: InputDiagram
  /// The formula as it was written; `nil` for a graph in JSON.
  let formula: String?

  init(_ block: Document.Block, in document: Document, scope: DocumentScope) throws(BlockFailure) {
    let reader = BlockReader(block: block, document: document, scope: scope)
    var options = try reader.options()
    var (origin, place) = try reader.origin(&options)
    if case .block(let other) = origin.place {
      origin = origin.completed(by: try document.origin(of: other, at: place, scope: scope))
    }
    options.input.values = origin.values
    options.input.output = origin.output
    let graph: InputGraph
    switch origin.place {
    case .inside(let pieces):
      options.input.input = ""
      graph = try reader.record(pieces, options.input)
    case .file(let path):
      document.reads(path)
      options.input.input = path
      graph = try reader.record(file: path, options.input, at: place)
    case .block: throw BlockFailure("the block has no formula", at: place)
    }
    if !options.input.forwardOnly { graph.output.backward() }
    let diagram = Diagram(graph.graph, output: graph.output)
    input = InputDiagram(diagram, names: graph.names)
    self.graph = graph
    self.block = block
    self.options = options
    formula = origin.formula
    try reader.verify(options.input.expect, input)
  }
}

/// Reads a block's words, and reports errors in them at their place in the document.
struct BlockReader {
  let block: Document.Block
  let document: Document
  let scope: DocumentScope

  // MARK: Failures

  func failure(_ message: String, at range: Range<Int>) -> BlockFailure { BlockFailure(message, at: range) }

  /// A failure of code without knowledge of documents, at the words that it names.
  func failure(_ failure: CommandFailure, at range: Range<Int>? = nil) -> BlockFailure {
    BlockFailure(
      failure.all.map { failure in
        Note(.error, failure.words, at: range ?? place(of: failure) ?? block.name.range)
      })
  }

  /// The words that were given as the subject of a failure, or else those of its option.
  private func place(of failure: CommandFailure) -> Range<Int>? {
    if let subject = failure.subject {
      let word = block.words.first { $0.text == subject } ?? block.words.first { $0.text.ends(with: subject) }
      if let word { return word.range }
    }
    guard let option = failure.option else { return mention(in: failure.reason) }
    return block.words.first { $0.text == option || $0.text.starts(with: option + "=") }?.range
  }

  /// The option that a message of the argument parser names, which gives its messages as text only.
  private func mention(in message: String) -> Range<Int>? {
    let quoted = block.words.first { message.contains("'\($0.text)'") }
    let option = block.words.first { $0.text.hasPrefix("-") && message.contains($0.text) }
    return (quoted ?? option)?.range
  }

  // MARK: Words

  func options() throws(BlockFailure) -> BlockOptions {
    do {
      // The parser requires an input; the block's is taken from the values.
      return try document.parsed.options(of: block.words)
    } catch {
      if CommandLineMessage.isHelp(error) {
        throw failure("a block can't ask for help; see gradgraph help docs", at: block.name.range)
      }
      let message = CommandLineMessage.of(error)
      throw failure(message, at: mention(in: message) ?? block.name.range)
    }
  }

  /// The formula's place by the words of the block; a name of another block is not looked up.
  ///
  /// - Parameter options: the input is taken from their values.
  func origin(_ options: inout BlockOptions) throws(BlockFailure) -> (origin: BlockOrigin, place: Range<Int>)
  {
    func origin(_ place: BlockOrigin.Place, _ formula: String?) -> BlockOrigin {
      BlockOrigin(
        place: place, formula: formula, values: options.input.values, output: options.input.output)
    }
    if let fence = block.fence {
      let text = fence.lines.map(document.markdown.text).joined()
      return (origin(.inside(FormulaPieces(ranges: fence.lines)), Self.formula(text)), block.name.range)
    }
    guard !options.input.values.isEmpty else {
      throw failure(
        "the block has no formula; write it behind the name, as 'd = tanh(a*b)', name a .formula file, or add a code block ```gradgraph \(block.name.text)",
        at: block.name.range)
    }
    let input = options.input.values.removeFirst()
    let place = block.words.first { $0.text == input }?.range ?? block.name.range
    if input.utf8.first == UInt8(ascii: "@") {
      return (origin(.block(String(decoding: input.utf8.dropFirst(), as: UTF8.self)), nil), place)
    }
    if input == "-" { throw failure("a block can't read standard input", at: place) }
    guard input.hasSuffix(".formula") || input.hasSuffix(".json") else {
      let text = document.markdown.text(place)
      return (origin(.inside(FormulaPieces(ranges: [place])), Self.formula(text)), place)
    }
    let path = PathText.path(input, from: document.path)
    document.reads(path)
    if let objection = scope.objection(to: path) { throw failure(objection, at: place) }
    let bytes = try contents(of: path, at: place)
    return (
      origin(.file(path), input.hasSuffix(".json") ? nil : String(decoding: bytes, as: UTF8.self)), place
    )
  }

  private func contents(of path: String, at place: Range<Int>) throws(BlockFailure) -> [UInt8] {
    do {
      return try InputFile.readRegular(path)
    } catch {
      throw failure(error.message, at: place)
    }
  }

  /// The lines of a formula without blanks that all of them begin with, and without empty lines around them.
  private static func formula(_ text: String) -> String {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isEmpty = { (line: Substring) in line.allSatisfy { $0 == " " || $0 == "\t" } }
    while let last = lines.last, isEmpty(last) { lines.removeLast() }
    let start = lines.firstIndex { !isEmpty($0) } ?? lines.endIndex
    lines.removeFirst(start)
    let indent = lines.filter { !isEmpty($0) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(min(indent, $0.prefix { $0 == " " }.count))) }
      .joined(separator: "\n")
  }

  // MARK: Recording

  /// Records a formula of the document.
  func record(_ pieces: FormulaPieces, _ input: InputOptions) throws(BlockFailure) -> InputGraph {
    let start = pieces.ranges.first?.lowerBound ?? block.name.range.lowerBound
    let source = Source(
      bytes: pieces.bytes(of: document.markdown.bytes), name: document.path,
      firstLine: document.line(of: start))
    return try record(source, input) { diagnostic in
      Note(.error, diagnostic.message, at: diagnostic.range.map(pieces.place) ?? block.name.range)
    }
  }

  /// Records the contents of a file.
  ///
  /// - Parameter place: the place of the path in the document.
  func record(file path: String, _ input: InputOptions, at place: Range<Int>) throws(BlockFailure)
    -> InputGraph
  {
    if path.hasSuffix(".json") {
      do {
        return try input.graph(for: "a block", severalOutputs: true)
      } catch {
        throw failure(error, at: error.subject == nil && error.option == nil ? place : nil)
      }
    }
    let source = Source(bytes: try contents(of: path, at: place), name: path)
    return try record(source, input) { diagnostic in
      Note(.error, diagnostic.message, at: place, elsewhere: Finding(.error, diagnostic))
    }
  }

  private func record(
    _ source: Source, _ input: InputOptions, _ note: (Diagnostic) -> Note
  ) throws(BlockFailure) -> InputGraph {
    do {
      let names = try input.outputNames()
      let graph = Graph()
      let recording = try Formula.recordArrays(
        source, on: graph, values: try input.assignments(), output: names.first, limits: InputOptions.limits)
      var loaded = InputGraph(graph: graph, output: recording.output, names: NodeNames(recording))
      if !names.isEmpty { loaded.outputs = try loaded.values(named: names, for: "--output") }
      return loaded
    } catch let errors as FormulaErrors {
      throw BlockFailure(errors.diagnostics.map(note))
    } catch let error as CommandFailure {
      throw failure(error)
    } catch {
      throw failure("\(error)", at: block.name.range)
    }
  }

  // MARK: Expectations

  /// Every unmet expectation is a mistake of its own.
  func verify(_ expectations: [Expectation], _ input: InputDiagram) throws(BlockFailure) {
    var notes: [Note] = []
    lazy var places = self.places(of: expectations)
    for (index, expectation) in expectations.enumerated() {
      do throws(CommandFailure) {
        try expectation.verifyShape(among: input.names)
        let numbers = try input.numbers(of: expectation.name)
        let actual = expectation.quantity == .data ? numbers.data : numbers.grad
        if let complaint = expectation.complaint(ifMissedBy: actual) {
          notes.append(Note(.error, complaint, at: places[index]))
        }
      } catch {
        notes += failure(error, at: places[index]).notes
      }
    }
    if !notes.isEmpty { throw BlockFailure(notes) }
  }

  /// The words of the expectations, which are given in this order.
  private func places(of expectations: [Expectation]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var isValue = false
    for word in block.words {
      if isValue || word.text.hasPrefix("--expect=") {
        let text = isValue ? word.text : String(word.text.dropFirst("--expect=".count))
        // One word expects a number of each element of a vector.
        let count = (try? Expectation.list(parsing: text))?.count ?? 1
        places += repeatElement(word.range, count: count)
      }
      isValue = !isValue && word.text == "--expect"
    }
    return expectations.indices.map { $0 < places.count ? places[$0] : block.name.range }
  }
}

/// The message of the argument parser.
enum CommandLineMessage {
  static func of(_ error: any Error) -> String { BlockOptions.message(for: error) }

  static func isHelp(_ error: any Error) -> Bool { BlockOptions.exitCode(for: error) == .success }
}

extension String {
  /// `true` if these are the last characters, or are on one side of an equals sign at the end.
  fileprivate func ends(with subject: String) -> Bool {
    split(separator: "=").contains { $0 == subject } || hasSuffix("=" + subject)
  }
}
