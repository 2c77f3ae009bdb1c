import Foundation

/// A Markdown file of the project whose console blocks show what the program prints.
struct Document: CustomStringConvertible, Sendable {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The README and the articles of all catalogs.
  static let all: [Document] = {
    let sources = root.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    let articles = (files ?? []).filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
    return ([root.appending(path: "README.md")] + articles).map(Document.init)
  }()

  let url: URL

  var description: String { String(url.path.dropFirst(Self.root.path.count + 1)) }

  var text: String { get throws { try String(contentsOf: url, encoding: .utf8) } }

  /// The text in the fences of a language, in order.
  func blocks(of language: String) throws -> [String] {
    try text.components(separatedBy: "```\(language)\n").dropFirst()
      .map { $0.components(separatedBy: "```").first ?? "" }
  }

  /// Runs a console block: each line that starts with `$ ` is a command for the shell, what stands below is printed.
  ///
  /// - Returns: the block as it should be.
  static func run(console block: String) async throws -> String {
    var result = ""
    for line in block.split(separator: "\n") where line.hasPrefix("$ ") {
      let command = line.dropFirst(2).replacing("gradgraph", with: "'\(Program.path)'", maxReplacements: 1)
      let outcome = try await Program.run(["-c", command + " 2>&1"], directory: root, program: "/bin/sh")
      result += "\(line)\n\(outcome.out)"
    }
    return result
  }
}
