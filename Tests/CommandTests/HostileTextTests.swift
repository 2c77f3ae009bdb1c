import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Names that mean something to a reader change nothing but the names: every output is that of a graph with plain names, up
/// to the texts.
@Suite struct HostileTextTests {
  private static let plainNames = HostileTexts.all.indices.map { "v\($0)" }

  /// Two files: of hostile names and of plain ones.
  private static func files(operation: String = "sum", output: String = "x\r\nclick n0 call f()\u{1B}[2J")
    throws -> Scratch
  {
    let scratch = try Scratch()
    try scratch.write(
      HostileTexts.json(HostileTexts.all, operation: operation, output: output), to: "hostile.json")
    try scratch.write(HostileTexts.json(plainNames, operation: "sum", output: "y"), to: "plain.json")
    return scratch
  }

  private static func expectSafe(
    _ text: String, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for scalar in text.unicodeScalars where scalar != "\n" {
      let isUnsafe =
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
          0xFFFE...0xFFFF:
          true
        default: false
        }
      if isUnsafe {
        Issue.record(
          "U+\(String(scalar.value, radix: 16)) stands raw in \(what)", sourceLocation: sourceLocation)
        return
      }
    }
  }

  @Test("There are a hundred of them and more, all different")
  func hundred() {
    #expect(HostileTexts.all.count >= 100)
    #expect(Set(HostileTexts.all.map { Array($0.utf8) }).count == HostileTexts.all.count)
  }

  @Test(
    "Text formats have the lines of a graph with plain names",
    arguments: ["txt", "md", "md-tree", "mmd", "tex", "dot"])
  func lines(format: String) async throws {
    let scratch = try Self.files()
    func lines(_ file: String) async throws -> [String] {
      let run = try await scratch.run(
        "render", file, "--format", format, "--max-nodes", "0", "--charset", "utf8")
      #expect(run.status == 0, "\(run.err)")
      Self.expectSafe(run.out, format)
      Self.expectSafe(run.err, "messages of \(format)")
      return run.out.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .filter { !$0.hasPrefix("\\expandafter\\providecommand") }
    }
    let (hostile, plain) = (try await lines("hostile.json"), try await lines("plain.json"))
    #expect(hostile.count == plain.count)
    guard format == "mmd" || format == "tex" else { return }
    // What a line is, up to its text.
    func head(_ line: String) -> String {
      String(line.prefix { $0.isLetter || $0.isNumber || $0 == "\\" || $0 == "%" })
    }
    #expect(hostile.map(head) == plain.map(head))
    if format == "tex" {
      #expect(hostile.joined().components(separatedBy: "\\end{tikzpicture}").count == 2)
    }
  }

  @Test("JSON gives the names back")
  func json() async throws {
    let scratch = try Self.files()
    let run = try await scratch.run("render", "hostile.json", "--format", "json")
    Self.expectSafe(run.out, "json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let names = (object["nodes"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
    #expect(names.dropLast().map { Array($0.utf8) } == HostileTexts.all.map { Array($0.utf8) })
  }

  @Test("An SVG is XML with the elements of a plain one", .enabled(if: hasDot))
  func svg() async throws {
    let scratch = try Self.files()
    func elements(_ file: String) async throws -> [String] {
      let run = try await scratch.run(
        "render", file, "--format", "svg", "--alt",
        HostileTexts.all.joined(separator: " ").replacing("\0", with: ""))
      #expect(run.status == 0, "\(run.err)")
      Self.expectSafe(run.out, "svg")
      let reader = ElementReader()
      let parser = XMLParser(data: Data(run.out.utf8))
      parser.delegate = reader
      #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
      #expect(!reader.attributes.contains { $0.hasPrefix("on") })
      return Set(reader.names).sorted()
    }
    #expect(try await elements("hostile.json") == elements("plain.json"))
  }

  @Test("Explanations and checks are safe, too", arguments: ["txt", "md", "tex", "json"])
  func explanations(format: String) async throws {
    let scratch = try Self.files()
    for file in ["hostile.json", "plain.json"] {
      let run = try await scratch.run("explain", file, "--compute", "--format", format)
      #expect(run.status == 0, "\(run.err)")
      Self.expectSafe(run.out, "\(file) \(format)")
      Self.expectSafe(run.err, "messages")
    }
    guard format != "tex" else { return }
    let check = try await scratch.run("check", "hostile.json", "--compute", "--format", format)
    #expect(check.status == 0, "\(check.err)")
    Self.expectSafe(check.out, "check")
  }

  @Test("The values of options come back in one line of a message")
  func options() async throws {
    let scratch = try Scratch.withSeed()
    let options = [
      "--focus", "--path", "--output", "--depth", "--collapse", "--expand", "--expect", "--precision",
      "--charset",
      "--max-nodes",
    ]
    for (index, text) in HostileTexts.all.enumerated() where !text.contains("\0") {
      let option = options[index % options.count]
      let run = try await scratch.run("seed.formula", "\(option)=\(text)")
      Self.expectSafe(run.err, option)
      #expect(run.status == 64 || run.status == 0, "\(option) \(text) \(run.err)")
      #expect(!run.err.contains("\n::") && !run.err.contains("\nclick"), "\(run.err)")
    }
  }

  @Test("So do the names of files, and formulas")
  func files() async throws {
    let scratch = try Scratch()
    for text in HostileTexts.all where !text.contains("\0") && !text.contains("/") && text.utf8.count < 200 {
      let run = try await scratch.run("render", "--", "\(text).formula")
      Self.expectSafe(run.err, "the message about a file")
      #expect(run.status == 64, "\(text): \(run.err)")
      let formula = try await scratch.run("tree", "--", "y = x + \(text) +")
      Self.expectSafe(formula.err, "the message about a formula")
    }
  }

  @Test("Names of unknown operations are visible in warnings")
  func operations() async throws {
    for text in ["\u{1B}[2J", "a\r\n::stop-commands::t", "\u{FEFF}x", "\u{202E}x"] {
      let scratch = try Self.files(operation: text)
      let run = try await scratch.run("hostile.json")
      Self.expectSafe(run.err, "the warning")
      Self.expectSafe(run.out, "the tree")
      #expect(
        run.err.contains("gradgraph: warning: ") && run.err.split(separator: "\n").count == 1, "\(run.err)")
    }
  }

  private static let hasDot = ["/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

private final class ElementReader: NSObject, XMLParserDelegate {
  private(set) var names: [String] = []
  private(set) var attributes: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes attributeDict: [String: String]
  ) {
    names.append(elementName)
    attributes += attributeDict.keys
  }
}
