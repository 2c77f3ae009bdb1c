import Foundation
import Testing

@Suite struct DocumentationTests {
  @Test
  func `Every public declaration of the sources has a doc comment`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path)
      .filter { $0.hasSuffix(".swift") }.sorted()
    var declarations = 0
    var missing: [String] = []
    for file in files {
      let scan = DocumentationScan(try String(contentsOf: root.appending(path: file), encoding: .utf8))
      declarations += scan.declarations
      missing += scan.undocumented.map { "Sources/\(file):\($0)" }
    }
    // A scan of other files, or one that recognises nothing, has nothing to complain about.
    #expect(files.count > 200)
    #expect(declarations > 700)
    #expect(missing == [])
  }

  @Test
  func `The scan finds public declarations without a doc comment, and only those`() {
    let text = ##"""
      import Testing

      /// A documented type.
      public struct Point {
        public let x: Double
        /// A documented member.
        @inlinable
        @inline(__always)
        public func length() -> Double { "{ \(x) {".isEmpty ? 0 : x }
        // A comment for readers of the source only.
        @inlinable
        public mutating func move() {}
        @frozen public enum Side { case left }
        /// Above a blank line: it belongs to nothing.

        public init?(_ text: String) {}
        public private(set) var y = #"{""#
        var hidden = 0
        public internal(set) static var count = 0
        public subscript(index: Int) -> Double { x }
      }
      public extension Point {
        func scaled() -> Point { self }
        private func unseen() {
          let local = "}"
        }
        static let zero = 0
      }
      extension Point: Sendable {
        func internalMember() {}
        public typealias Number = Double
      }
      /// A documented protocol.
      public protocol Shape {
        var area: Double { get }
        associatedtype Part
        /// Documented.
        func draw()
      }
      let example = """
        public func inText() {
        """
      public import Foundation
      open class Base {}
      public actor Worker {}
      """##
    let scan = DocumentationScan(text)
    #expect(scan.undocumented == [5, 12, 13, 16, 17, 19, 20, 23, 27, 31, 35, 36, 44, 45])
    #expect(scan.declarations == 18)
  }
}

/// The public declarations of a Swift source, found line by line: one declaration begins on a line, as swift-format writes
/// them.
///
/// Members of a `public extension` and requirements of a public protocol are public without a word of their own. Cases of
/// enums are not looked at: several on one line share a comment.
private struct DocumentationScan {
  /// The number of public declarations.
  private(set) var declarations = 0
  /// The lines, from 1, of those without a `///` line directly above, or above their attributes.
  private(set) var undocumented: [Int] = []

  private static let kinds: Set = [
    "func", "struct", "enum", "class", "protocol", "var", "let", "init", "subscript", "typealias", "actor",
    "associatedtype",
  ]
  private static let accesses: Set = ["public", "open", "package", "internal", "fileprivate", "private"]
  private static let modifiers: Set = [
    "static", "final", "mutating", "nonmutating", "consuming", "borrowing", "prefix", "postfix", "infix",
    "override", "required", "convenience", "lazy", "weak", "unowned", "indirect", "nonisolated", "dynamic",
    "optional",
  ]
  // `class` is a modifier before these.
  private static let classMembers = ["func ", "var ", "subscript"]

  init(_ source: String) {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    var code = CodeText()
    // For each open brace: are members behind it public without saying so?
    var scopes: [Bool] = []
    for (index, line) in lines.enumerated() {
      let text = code.line(line)
      let head = Self.head(text)
      var opensPublicScope = false
      if let head {
        let isPublic = head.access.map { $0 == "public" || $0 == "open" } ?? (scopes.last ?? false)
        opensPublicScope = isPublic && (head.kind == "extension" || head.kind == "protocol")
        if isPublic, Self.kinds.contains(head.kind) {
          declarations += 1
          let above = lines[..<index].last { !$0.hasPrefix("@") } ?? ""
          if !above.hasPrefix("///") { undocumented.append(index + 1) }
        }
      }
      for character in text {
        if character == "{" {
          scopes.append(opensPublicScope)
          opensPublicScope = false
        } else if character == "}" {
          _ = scopes.popLast()
        }
      }
    }
  }

  /// The access and the kind of the declaration that a line begins with; `nil` if it begins with none.
  private static func head(_ text: String) -> (access: String?, kind: String)? {
    var access: String?
    var rest = Substring(text)
    while true {
      rest = rest.drop { $0 == " " }
      if rest.hasPrefix("@") {
        rest = rest.dropFirst().drop { $0.isLetter || $0 == "_" }
        if rest.hasPrefix("(") { rest = rest.drop { $0 != ")" }.dropFirst() }
        continue
      }
      let word = String(rest.prefix { $0.isLetter })
      rest = rest.dropFirst(word.count)
      if rest.hasPrefix("(set)") {
        rest = rest.dropFirst("(set)".count)
      } else if accesses.contains(word) {
        access = word
      } else if word == "class", classMembers.contains(where: rest.dropFirst().hasPrefix) {
        continue
      } else if !modifiers.contains(word) {
        return word == "extension" || kinds.contains(word) ? (access, word) : nil
      }
    }
  }
}

/// The lines of a source without comments and without the characters of string literals.
private struct CodeText {
  /// The end of the multi-line string that the next line is in; `nil` outside of one.
  private var openString: String?

  private static let quotes = String(repeating: "\"", count: 3)

  mutating func line(_ line: String) -> String {
    var rest = Substring(line)
    if let end = openString {
      guard let range = rest.range(of: end) else { return "" }
      rest = rest[range.upperBound...]
      openString = nil
    }
    var code = ""
    while let character = rest.first {
      if rest.hasPrefix("//") { break }
      let hashes = rest.prefix { $0 == "#" }
      let literal = rest.dropFirst(hashes.count)
      if literal.hasPrefix(Self.quotes) {
        let end = Self.quotes + hashes
        let body = literal.dropFirst(3)
        guard let range = body.range(of: end) else {
          openString = end
          break
        }
        rest = body[range.upperBound...]
      } else if literal.hasPrefix("\"") {
        rest = Self.afterString(literal.dropFirst(), hashes: String(hashes))
      } else {
        code.append(character)
        rest = rest.dropFirst()
      }
    }
    return code
  }

  /// The text behind a string literal of one line, given the text behind its opening quote.
  private static func afterString(_ text: Substring, hashes: String) -> Substring {
    var rest = text
    while let character = rest.first {
      if character == "\\", hashes.isEmpty {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("\"" + hashes) {
        return rest.dropFirst(1 + hashes.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }
}
