import DisplayText
import FormulaSyntax
import GraphExport
import MarkdownBlocks

/// A message about a document: the place, the words, and the line with a caret.
struct Finding: Hashable {
  enum Kind: String {
    case error, stale, warning

    /// `true` if the run fails.
    var isFailure: Bool { self != .warning }
  }

  struct Excerpt: Hashable {
    var line: String
    var underline: String
  }

  var kind: Kind
  var file: String
  var line: Int?
  var column: Int?
  var message: String
  var excerpt: Excerpt?

  /// `docs/a.md:17:24`
  var place: String {
    let name = VisibleText.of(file)
    guard let line, let column else { return name }
    return "\(name):\(line):\(column)"
  }

  /// As it is printed, without a line end after it: the place and the message, and further lines below it, indented.
  var text: String {
    let lines = TerminalText.lines(message).split(separator: "\n", omittingEmptySubsequences: false)
    let head = "\(place): \(kind.rawValue): \(lines.joined(separator: "\n  "))"
    return excerpt.map { "\(head)\n  \($0.line)\n  \($0.underline)" } ?? head
  }

  init(_ kind: Kind, _ message: String, in file: String) {
    (self.kind, self.message, self.file) = (kind, message, file)
  }

  init(_ kind: Kind, _ diagnostic: Diagnostic) {
    self.init(kind, diagnostic.message, in: diagnostic.file)
    (line, column) = (diagnostic.line, diagnostic.column)
    if let shown = diagnostic.excerpt, let underline = diagnostic.underline {
      excerpt = Excerpt(line: shown, underline: underline)
    }
  }
}

/// All findings of a run, in a format of their reader.
enum FindingFormat: String, CaseIterable {
  /// For people, and for editors that open `file:line:column`.
  case text
  /// GitHub's workflow commands: the findings appear beside the lines of a pull request.
  case github
  /// SARIF 2.1.0, for tools that collect findings.
  case sarif

  /// One finding; SARIF is written at the end, as a whole.
  func line(_ finding: Finding) -> String? {
    switch self {
    case .text: finding.text
    case .github: Self.command(finding)
    case .sarif: nil
    }
  }

  /// `::error file=docs/a.md,line=17,col=24::unknown variable 'zz'`
  private static func command(_ finding: Finding) -> String {
    var place = "file=" + AnnotationText.property(finding.file)
    if let line = finding.line, let column = finding.column { place += ",line=\(line),col=\(column)" }
    let level = finding.kind.isFailure ? "error" : "warning"
    return "::\(level) \(place)::\(AnnotationText.message(finding.message))"
  }

  /// A log with one run.
  ///
  /// Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
  static func sarif(_ findings: [Finding]) -> String {
    func string(_ text: String) -> String { JSONText.quoted(text) }
    let rules: [(Finding.Kind, String)] = [
      (.error, "A block can't be computed or drawn."),
      (.stale, "A generated region or a picture is not what its block gives."),
      (.warning, "A block's result deserves a look."),
    ]
    let descriptions = rules.map { kind, text in
      "{\"id\": \(string(kind.rawValue)), \"shortDescription\": {\"text\": \(string(text))}}"
    }
    let results = findings.map { finding in
      let path = RawBytes.bytes(of: finding.file).map { byte -> String in
        let isPlain =
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "-._~/".utf8.contains(byte)
        return isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal(byte)
      }.joined()
      let region =
        finding.line.map { ", \"region\": {\"startLine\": \($0), \"startColumn\": \(finding.column ?? 1)}" }
        ?? ""
      return """
        {"ruleId": \(string(finding.kind.rawValue)), "level": \
        "\(finding.kind.isFailure ? "error" : "warning")", "message": {"text": \(string(TerminalText.lines(finding.message)))}, \
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": \(string(path))}\(region)}}]}
        """
    }
    let list = results.isEmpty ? "" : "\n  " + results.joined(separator: ",\n  ") + "\n"
    return """
      {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{
      "tool": {"driver": {"name": "gradgraph", "version": "\(GradGraph.version)", "rules": [
        \(descriptions.joined(separator: ",\n  "))
      ]}},
      "columnKind": "unicodeCodePoints",
      "results": [\(list)]}]}

      """
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
