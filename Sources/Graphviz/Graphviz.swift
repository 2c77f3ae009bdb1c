/// Graphviz's `dot`, run as a process of its own.
///
/// ```swift
/// let picture = try await Graphviz().render(Array("digraph { a -> b }".utf8), as: .svg)
/// picture.bytes      // <?xml … </svg>
/// picture.warnings   // []
/// ```
///
/// Success means a whole document: an output that is empty, cut off or doubled is an error,
/// although `dot` exits with 0 for some of these. Values are free of state, so one may render several
/// graphs at the same time.
public struct Graphviz: Sendable {
  /// The formats that `dot` draws. The raw value is both the extension and the name after `-T`.
  public enum Format: String, Sendable, CaseIterable {
    /// The vector format for pages, a bitmap, and a document to print.
    case svg, png, pdf
  }

  /// A picture, and the warnings that `dot` wrote while drawing it.
  public struct Rendering: Sendable, Equatable {
    /// The whole file.
    public var bytes: [UInt8]
    /// The warnings of `dot`, one per line, such as `Warning: using box for unknown shape hexagn`.
    public var warnings: [String]

    /// A picture and the warnings that belong to it.
    public init(bytes: [UInt8], warnings: [String] = []) {
      self.bytes = bytes
      self.warnings = warnings
    }
  }

  let executable: String?
  let timeout: Duration

  /// - Parameters:
  ///   - executable: a path to `dot`; a name without a slash is looked up in `PATH`, as `dot` is for `nil`.
  ///   - timeout: the time one run may take before it is ended, together with the processes it started.
  public init(executable: String? = nil, timeout: Duration = .seconds(60)) {
    self.executable = executable
    self.timeout = timeout
  }

  /// Lays out a graph in the DOT language and returns the picture.
  ///
  /// - Throws: every case of ``GraphvizError``; the temporary file is gone and no process is left in any case.
  public func render(_ dot: [UInt8], as format: Format) async throws(GraphvizError) -> Rendering {
    let (output, messages) = try await run(dot, as: format)
    if let fault = format.fault(in: output) {
      throw .invalidOutput(reason: fault, stderr: messages.joined(separator: "\n"))
    }
    return Rendering(bytes: output, warnings: messages)
  }

  /// Lays out several graphs in one run, which saves the start of a process for each.
  ///
  /// Of all but the first, `dot` takes clusters in an order that differs from run to run; where pictures are to be the same
  /// each time, graphs with clusters need a run of their own.
  ///
  /// - Returns: the pictures in the order of the graphs, and the warnings about all of them.
  /// - Throws: as ``render(_:as:)-(_,_)`` for any of them; then there is no picture.
  public func render(
    _ graphs: [[UInt8]], as format: Format
  ) async throws(GraphvizError) -> (documents: [[UInt8]], warnings: [String]) {
    if graphs.isEmpty { return ([], []) }
    let (output, messages) = try await run(Array(graphs.joined(separator: [0x0A])), as: format)
    let documents = format.documents(in: output)
    let fault =
      documents.count == graphs.count
      ? documents.lazy.compactMap { format.fault(in: $0) }.first
      : "\(documents.count) pictures of \(graphs.count) graphs"
    if let fault { throw .invalidOutput(reason: fault, stderr: messages.joined(separator: "\n")) }
    return (documents, messages)
  }

  private func run(
    _ dot: [UInt8], as format: Format
  ) async throws(GraphvizError) -> (output: [UInt8], messages: [String]) {
    let program = try findExecutable()
    let path = try TemporaryDOT.freshPath()
    let interruption = Interruption.begin(removing: path)
    defer { Interruption.end(interruption) }
    defer { TemporaryDOT.remove(path) }
    try TemporaryDOT.write(dot, to: path)
    let ending = try await DotProcess(
      program: program, arguments: DotArguments.render(path, as: format), timeout: timeout
    ).run(interruption)
    let messages = ending.messages.replacing(path, with: "graph.dot")
    try ending.requireSuccess(messages)
    if let line = messages.first(where: { $0.contains("too large for") && $0.contains("Scaling by") }) {
      throw .scaledDown(message: line)
    }
    return (ending.output, messages)
  }

  /// The version of the installed Graphviz, such as `2.43.0`, as printed by `dot -V`.
  ///
  /// - Throws: every case of ``GraphvizError`` except those about pictures.
  public func version() async throws(GraphvizError) -> String {
    let program = try findExecutable()
    let interruption = Interruption.begin(removing: nil)
    defer { Interruption.end(interruption) }
    let ending = try await DotProcess(
      program: program, arguments: DotArguments.version, timeout: timeout
    ).run(interruption)
    let messages = ending.messages
    try ending.requireSuccess(messages)
    let words = messages.joined(separator: " ").split(separator: " ")
    guard let marker = words.firstIndex(of: "version"), marker + 1 < words.count else {
      throw .invalidOutput(
        reason: "`dot -V` named no version", stderr: messages.joined(separator: "\n"))
    }
    return String(words[marker + 1])
  }
}

extension [String] {
  /// The same lines with a name that does not change from run to run in place of `path`.
  fileprivate func replacing(_ path: String, with name: String) -> [String] {
    map { $0.replacing(path, with: name) }
  }
}
