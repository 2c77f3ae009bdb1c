import DisplayText
import GraphExport
import Graphviz
import MarkdownBlocks

/// One pass over documents: computes their blocks, and writes or compares what they give.
struct DocumentRun {
  var checks = false
  var forces = false
  var prunes = false
  /// Whether pictures that are current are drawn again.
  var redraws = false
  var showsDifference = false
  var host: DocumentHost?
  var drawing: DocumentDrawing
  var format = FindingFormat.text

  /// What a pass found and did.
  struct Report {
    var findings: [Finding] = []
    /// The files that were written or removed, each with a word for what was done.
    var changes: [(path: String, what: String)] = []
    var differences = ""
    var blocks = 0
    var documents = 0
    /// The files that the documents' blocks read.
    var sources: Set<String> = []

    var isClean: Bool { !findings.contains { $0.kind.isFailure } }
  }

  /// A block whose picture or text may have to be written.
  private struct Job {
    var document: Int
    var result: BlockResult
    var pictures: [Int] = []
    var host: DocumentHost
    var link: String?
  }

  /// The block that names a picture first.
  private struct Owner {
    var document: Int
    var block: Document.Block
    var picture: Int
  }

  func run(_ paths: [String]) async throws(CommandFailure) -> Report {
    let files = try DocumentFiles.find(paths)
    var report = Report()
    var documents: [Document] = []
    for path in files.documents {
      let bytes: [UInt8]
      do {
        bytes = try InputFile.read(path)
      } catch {
        report.findings.append(
          Finding(.error, error.message.replacing("gradgraph: error: ", with: ""), in: path))
        continue
      }
      guard MarkdownDocument.mayHaveBlocks(bytes) else { continue }
      documents.append(Document(path: path, bytes: bytes))
    }
    var jobs: [Job] = []
    var pictures: [DocumentPicture] = []
    var owners: [String: Owner] = [:]
    for (index, document) in documents.enumerated() {
      for block in document.blocks {
        do throws(BlockFailure) {
          let result = try document.result(of: block.name.text, at: block.name.range)
          guard block.region != nil else { continue }
          var job = Job(document: index, result: result, host: host(of: document))
          try plan(&job, &pictures, &owners, documents)
          jobs.append(job)
        } catch {
          document.note(error)
        }
      }
    }
    let outcomes = await drawing.draw(checks ? [] : pictures)
    var edits = documents.map { _ in [MarkdownDocument.Edit]() }
    for job in jobs {
      write(job, checks ? pictures.map { .init(picture: $0) } : outcomes, documents, &edits, &report)
    }
    for (index, document) in documents.enumerated() {
      fillSlots(of: document, &edits[index])
      finish(document, edits[index], &report)
    }
    if prunes { prune(files.pictures, documents, keeping: owners, &report) }
    report.findings += documents.flatMap { document in
      document.findings.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
    }
    report.documents = files.documents.count
    report.blocks = documents.reduce(0) { $0 + $1.blocks.count + $1.markdown.slots.count }
    report.sources = Set(documents.flatMap(\.sources) + files.documents)
    return report
  }

  private func host(of document: Document) -> DocumentHost {
    host ?? (document.path.split(separator: "/").contains { $0.hasSuffix(".docc") } ? .docc : .plain)
  }

  // MARK: Pictures

  /// Finds what a block draws, and that no other block draws into the same file.
  private func plan(
    _ job: inout Job, _ pictures: inout [DocumentPicture],
    _ owners: inout [String: Owner], _ documents: [Document]
  ) throws(BlockFailure) {
    let result = job.result
    guard result.options.draws else { return }
    let document = documents[job.document]
    let reader = BlockReader(block: result.block, document: document)
    let link = result.options.picture ?? "\(result.block.name.text).svg"
    job.link = link
    let path = PathText.path(link, from: document.path)
    for (path, theme) in job.host.pictures(path, theme: result.options.drawing.theme) {
      let picture: DocumentPicture
      do {
        picture = try DocumentPicture(
          result, path: path, owner: PathText.path(of: document.path, from: path), theme: theme,
          redraws: redraws)
      } catch {
        throw reader.failure(error)
      }
      guard let other = owners[path] else {
        owners[path] = Owner(document: job.document, block: result.block, picture: pictures.count)
        job.pictures.append(pictures.count)
        pictures.append(picture)
        continue
      }
      guard pictures[other.picture].isSame(as: picture) else {
        let place = documents[other.document].finding(.error, "", at: other.block.name.range).place
        throw reader.failure(
          "'\(VisibleText.of(path))' is already another picture, of the block '\(other.block.name.text)' at \(place); name another file with -o",
          at: result.block.name.range)
      }
      job.pictures.append(other.picture)
    }
  }

  // MARK: Writing

  private func write(
    _ job: Job, _ outcomes: [DocumentDrawing.Outcome], _ documents: [Document],
    _ edits: inout [[MarkdownDocument.Edit]], _ report: inout Report
  ) {
    let document = documents[job.document]
    guard let region = job.result.block.region else { return }
    let reader = BlockReader(block: job.result.block, document: document)
    let place = job.result.block.name.range
    let lines: [String]
    do {
      lines = try BlockText(result: job.result, host: job.host, link: job.link).lines()
    } catch {
      return document.note(reader.failure(error))
    }
    let edit = document.markdown.edit(region, lines: lines)
    let state = document.markdown.state(of: region, edit)
    if state == .edited, !forces {
      return document.note(.stale, Self.editedByHand, at: region.opening)
    }
    var isDrawn = true
    for index in job.pictures {
      let outcome = outcomes[index]
      if checks {
        if !outcome.picture.isCurrent {
          let what = InputFile.exists(outcome.picture.path) ? "shows something else" : "is missing"
          document.note(
            .stale, "the picture '\(outcome.picture.path)' \(what); run gradgraph docs", at: place)
        }
        continue
      }
      for warning in outcome.warnings { document.note(.warning, "dot: \(warning)", at: place) }
      if let words = outcome.picture.words { document.note(.warning, words, at: place) }
      if let failure = outcome.failure {
        document.note(.error, failure, at: place)
        isDrawn = false
      } else if let bytes = outcome.picture.bytes {
        isDrawn = save(bytes, to: outcome.picture.path, document, place, &report) && isDrawn
      }
    }
    guard isDrawn, state != .current else { return }
    edits[job.document].append(edit)
    if checks {
      document.note(.stale, "what the block gives has changed; run gradgraph docs", at: region.opening)
    }
  }

  private static let editedByHand =
    "what stands here was edited by hand, or was not generated; change the block instead, and run gradgraph docs --force to lose the edit"

  private func save(
    _ bytes: [UInt8], to path: String, _ document: Document, _ place: Range<Int>, _ report: inout Report
  ) -> Bool {
    if report.changes.contains(where: { $0.path == path }) { return true }
    do {
      try Directory.create(for: path)
      try OutputFile.write(bytes, to: path)
      report.changes.append((path, "drawn"))
      return true
    } catch {
      document.note(.error, "\(error)", at: place)
      return false
    }
  }

  private func fillSlots(of document: Document, _ edits: inout [MarkdownDocument.Edit]) {
    for slot in document.markdown.slots {
      do throws(BlockFailure) {
        let text = try DocumentSlot(slot, in: document).text(in: document)
        let edit = document.markdown.edit(slot, text: text)
        switch document.markdown.state(of: slot, edit) {
        case .current: continue
        case .edited where !forces:
          document.note(.stale, "this should be \(text), and \(Self.editedByHand)", at: slot.opening)
        case .stale, .edited:
          if checks {
            document.note(.stale, "this should be \(text); run gradgraph docs", at: slot.opening)
          }
          edits.append(edit)
        }
      } catch {
        document.note(error)
      }
    }
  }

  private func finish(_ document: Document, _ edits: [MarkdownDocument.Edit], _ report: inout Report) {
    if edits.isEmpty { return }
    if showsDifference {
      report.differences += UnifiedDiff.text(
        of: document.path, document.markdown.bytes, edits.map { ($0.range, $0.bytes) })
    }
    if checks { return }
    do {
      try OutputFile.write(document.markdown.applying(edits), to: document.path)
      report.changes.append(
        (document.path, edits.count == 1 ? "1 place filled" : "\(edits.count) places filled"))
    } catch {
      report.findings.append(Finding(.error, "\(error)", in: document.path))
    }
  }

  /// Removes pictures of these documents that no block names any more.
  private func prune(
    _ files: [String], _ documents: [Document],
    keeping owners: [String: Owner], _ report: inout Report
  ) {
    let kept = Set(owners.keys.map(PathText.normal))
    // A block that can't be read may name any picture.
    let doubtful = Set(
      documents.filter { $0.findings.contains { $0.kind == .error } }.map(\.path).map(PathText.normal))
    let known = Set(documents.map(\.path).map(PathText.normal))
    for file in files where !kept.contains(PathText.normal(file)) {
      guard let mark = PictureMark(ofFile: file), !mark.owner.isEmpty else { continue }
      let owner = PathText.path(mark.owner, from: file)
      guard !doubtful.contains(owner), known.contains(owner) || !InputFile.exists(owner) else { continue }
      if checks {
        report.findings.append(
          Finding(.stale, "no block of '\(owner)' names this picture; run gradgraph docs --prune", in: file))
      } else if let code = Directory.remove(file) {
        report.findings.append(Finding(.error, "\(OutputError(code, file))", in: file))
      } else {
        report.changes.append((file, "removed"))
      }
    }
  }
}
