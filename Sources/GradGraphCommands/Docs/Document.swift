import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport
import MarkdownBlocks

/// A Markdown file with its blocks, ready to be computed.
final class Document {
  let path: String
  let markdown: MarkdownDocument
  private(set) var findings: [Finding] = []
  private(set) var blocks: [Block] = []
  private var positions: [String: Int] = [:]
  private var results: [String: Result<BlockResult, BlockFailure>] = [:]
  private let source: Source
  /// The files that its blocks read.
  private(set) var sources: Set<String> = []

  /// A region, a fence, or both of one name.
  struct Block {
    var name: CommentWords.Word
    var region: MarkdownDocument.Region?
    var fence: MarkdownDocument.Fence?
    /// The options of both.
    var words: [CommentWords.Word]
  }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    source = Source(bytes: bytes, name: path)
    markdown = MarkdownDocument(bytes)
    for problem in markdown.problems { note(.error, problem.message, at: problem.range) }
    if hasMarks, let place = markdown.invalidUTF8 {
      note(.error, "the text is not UTF-8 here; save the file as UTF-8", at: place..<place + 1)
      return
    }
    for fence in markdown.fences {
      add(Block(name: fence.name, fence: fence, words: fence.words))
    }
    for region in markdown.regions {
      if let position = positions[region.name.text], blocks[position].region == nil,
        blocks[position].fence != nil
      {
        blocks[position].region = region
        blocks[position].words += region.words
      } else {
        add(Block(name: region.name, region: region, words: region.words))
      }
    }
  }

  private var hasMarks: Bool {
    !markdown.regions.isEmpty || !markdown.slots.isEmpty || !markdown.fences.isEmpty
      || !markdown.problems.isEmpty
  }

  private func add(_ block: Block) {
    let name = block.name.text
    if let fault = Self.fault(inName: name) { return note(.error, fault, at: block.name.range) }
    if let position = positions[name] {
      let first = finding(.error, "", at: blocks[position].name.range)
      let message = "two blocks are called '\(VisibleText.of(name))': the other is at line \(first.line ?? 1)"
      return note(.error, message, at: block.name.range)
    }
    positions[name] = blocks.count
    blocks.append(block)
  }

  /// Names become files: letters, digits and `-_.`, none of them first that is special there.
  private static func fault(inName name: String) -> String? {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)
    }
    guard isPlain, let first = name.first, !"-.".contains(first) else {
      return
        "'\(VisibleText.of(name))' is no name for a block; names are made of letters, digits, - and _, as in seed-tree"
    }
    return nil
  }

  // MARK: Findings

  func finding(_ kind: Finding.Kind, _ message: String, at range: Range<Int>) -> Finding {
    Finding(kind, source.diagnostics([(range, message)])[0])
  }

  func note(_ kind: Finding.Kind, _ message: String, at range: Range<Int>) {
    findings.append(finding(kind, message, at: range))
  }

  func note(_ failure: BlockFailure) {
    for finding in failure.findings where !findings.contains(finding) { findings.append(finding) }
  }

  /// Remembers a file that a block reads.
  func reads(_ path: String) { sources.insert(path) }

  // MARK: Results

  /// What a block of this name computes; each is computed once.
  ///
  /// - Parameters:
  ///   - place: where the name stands.
  ///   - users: the names whose blocks wait for this one.
  func result(
    of name: String, at place: Range<Int>, users: [String] = []
  ) throws(BlockFailure) -> BlockResult {
    guard let position = positions[name] else {
      var speller = Speller()
      let nearest = speller.nearest(to: name, among: blocks.map(\.name.text))
        .map { "; did you mean '\($0)'?" }
      throw BlockFailure([
        finding(
          .error, "there is no block called '\(VisibleText.of(name))' in this file\(nearest ?? "")", at: place
        )
      ])
    }
    if let known = results[name] { return try known.get() }
    guard !users.contains(name) else {
      throw BlockFailure([finding(.error, "the block '\(name)' takes its formula from itself", at: place)])
    }
    let result: Result<BlockResult, BlockFailure>
    do throws(BlockFailure) {
      result = .success(try BlockResult(blocks[position], in: self, users: users + [name]))
    } catch {
      result = .failure(error)
    }
    results[name] = result
    return try result.get()
  }
}

/// Why a block can't be computed.
struct BlockFailure: Error {
  var findings: [Finding]

  init(_ findings: [Finding]) { self.findings = findings }
}
