import Foundation
import TestSupport
import Testing

@testable import FormulaSyntax

@Suite struct GrammarTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let grammar = root.appending(path: "Editors/vscode/syntaxes/formula.tmLanguage.json")
  private static let lexer = root.appending(path: "Editors/pygments/gradgraph_pygments/__init__.py")

  /// What an assertion says: the columns and the beginning of their scope.
  private func assertion(_ line: String) -> (columns: Range<Int>, scope: String)? {
    let words = line.dropFirst().split(separator: " ")
    guard line.hasPrefix("#"), words.count == 2 else { return nil }
    if words[0] == "<-" { return (0..<1, String(words[1])) }
    guard words[0].allSatisfy({ $0 == "^" }), let start = line.firstIndex(of: "^") else { return nil }
    let column = line.distance(from: line.startIndex, to: start)
    return (column..<column + words[0].count, String(words[1]))
  }

  @Test(arguments: ["statements", "control"])
  func `The grammar of editors gives each column its scope`(_ name: String) throws {
    let grammar = try TextMateGrammar(json: Data(contentsOf: Self.grammar))
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Grammar/\(name).formula")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    var line = ""
    var checked = 0
    for next in lines {
      guard let (columns, scope) = assertion(next) else {
        line = next
        continue
      }
      let scopes = grammar.scopes(of: line)
      try #require(columns.upperBound <= scopes.count, "\(line): no column \(columns.upperBound)")
      for column in columns {
        #expect(scopes[column].hasPrefix(scope), "\(line): column \(column + 1)")
        checked += 1
      }
    }
    #expect(checked > 20)
  }

  @Test func `Editors and documentation hosts know the functions of the table`() throws {
    let names = Set(FunctionNames.all)
    let json = try String(contentsOf: Self.grammar, encoding: .utf8)
    let list = try #require(json.firstMatch(of: #/b\(\?:([a-z0-9_|]+)\)\\\\b\(\?=\\\\s/#)).1
    #expect(Set(list.split(separator: "|").map(String.init)) == names)
    let python = try String(contentsOf: Self.lexer, encoding: .utf8)
    let words = try #require(python.firstMatch(of: #/FUNCTIONS = """([^"]+)"""/#)).1
    #expect(Set(words.split(whereSeparator: \.isWhitespace).map(String.init)) == names)
  }
}
