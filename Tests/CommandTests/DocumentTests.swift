import Foundation
import Testing

/// What the documents show, compared with what the program prints.
@Suite struct DocumentTests {
  private static let records = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil

  @Test("Console blocks show what the program prints", arguments: Document.all)
  func consoleBlocks(document: Document) async throws {
    var text = try document.text
    for block in try document.blocks(of: "console") {
      let printed = try await Document.run(console: block)
      if Self.records { text = text.replacing("```console\n\(block)```", with: "```console\n\(printed)```") }
      #expect(block == printed, "RECORD_GOLDENS=1 swift test --filter DocumentTests writes it anew")
    }
    if Self.records { try text.write(to: document.url, atomically: true, encoding: .utf8) }
  }

  @Test("The blocks of all documents are current: pictures, numbers, sentences")
  func blocks() async throws {
    let outcome = try await Program.run(
      ["docs", "--check", "--prune", "README.md", "Output", "Sources", "Examples"], directory: Document.root)
    #expect(outcome.status == 0, "make pictures fills them\n\(outcome.err)")
    #expect(!outcome.out.hasPrefix("0 "))
  }

  @Test("The README and every article are found")
  func allAreFound() {
    #expect(Document.all.contains { $0.description == "README.md" })
    #expect(Document.all.contains { $0.description.hasSuffix("HowBackwardWorks.md") })
  }
}
