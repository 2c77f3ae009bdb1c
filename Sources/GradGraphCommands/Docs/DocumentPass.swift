import DisplayText
import GraphExport
import MarkdownBlocks

/// The work of one pass: a block is computed, its result is compared or kept as an edit, and its graph is released before
/// the next one.
///
/// - Complexity: O(text + blocks) besides the computations of the blocks; memory is that of the texts, of the edits, and
///   of the pictures of a batch.
struct DocumentPass {
  let run: DocumentRun
  let files: DocumentFiles
  let scope: DocumentScope

  private var result = DocumentRun.Report()
  private var documents: [Document] = []
  private var edits: [[MarkdownDocument.Edit]] = []
  /// The pictures to draw.
  private var pictures: [DocumentPicture] = []
  private var jobs: [Job] = []
  private var owners: [String: Owner] = [:]
  /// The pictures that could not be drawn or written.
  private var broken: Set<String> = []

  /// The number of waiting pictures that starts a drawing.
  private static let batch = 512

  /// A block whose pictures have to be drawn before its text is written.
  private struct Job {
    var document: Int
    var place: Range<Int>
    var edit: MarkdownDocument.Edit?
    /// The files it shows that are drawn for it or for a block before it.
    var paths: [String]
    /// The positions of its drawings among the pictures.
    var pictures: [Int]
  }

  /// The block that names a picture first.
  private struct Owner {
    var document: Int
    var name: String
    var place: Range<Int>
    var digest: String
  }

  init(run: DocumentRun, files: DocumentFiles, scope: DocumentScope) {
    (self.run, self.files, self.scope) = (run, files, scope)
  }

  /// Does all of it.
  consuming func report() async -> DocumentRun.Report {
    var pass = self
    await pass.work()
    return pass.result
  }

  private mutating func work() async {
    result.findings = files.findings
    for path in files.documents { read(path) }
    edits = documents.map { _ in [] }
    for index in documents.indices { await fill(index) }
    await draw()
    for index in documents.indices { finish(index) }
    if run.prunes { prune() }
    for document in documents { result.findings += document.findings() }
    result.documents = files.documents.count
    result.blocks = documents.reduce(0) { $0 + $1.blocks.count + $1.markdown.slots.count }
    result.sources = documents.reduce(into: Set(files.documents)) { $0.formUnion($1.sources) }
  }

  private mutating func read(_ path: String) {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.readRegular(path)
    } catch {
      // A file that was removed since it was found is none any more.
      guard InputFile.exists(path) || SystemPath.status(path, followingLinks: false) != nil else { return }
      result.findings.append(Finding(.error, "can't be read: \(error.reason)", in: path))
      return
    }
    if let encoding = MarkdownDocument.otherEncoding(of: bytes) {
      result.findings.append(
        Finding(.error, "the text is \(encoding), and has blocks; save the file as UTF-8", in: path))
      return
    }
    guard MarkdownDocument.mayHaveBlocks(bytes) else { return }
    documents.append(Document(path: path, bytes: bytes))
  }

  // MARK: Blocks

  private mutating func fill(_ index: Int) async {
    let document = documents[index]
    var slots: [String: [MarkdownDocument.Slot]] = [:]
    for slot in document.markdown.slots { slots[slot.words[0].text, default: []].append(slot) }
    for block in document.blocks {
      let own = slots.removeValue(forKey: block.name.text) ?? []
      do throws(BlockFailure) {
        let result = try BlockResult(block, in: document, scope: scope)
        for slot in own { fill(slot, result, index) }
        if let region = block.region { try fill(region, result, index) }
      } catch {
        document.note(error)
      }
      if pictures.count >= Self.batch { await draw() }
    }
    // The slots that belong to no block, and those of a block whose name is invalid.
    for slot in slots.values.joined() {
      do throws(BlockFailure) {
        _ = try document.block(named: slot.words[0].text, at: slot.words[0].range)
      } catch {
        document.note(error)
      }
    }
  }

  private mutating func fill(
    _ region: MarkdownDocument.Region, _ result: BlockResult, _ index: Int
  ) throws(BlockFailure) {
    let document = documents[index]
    let place = result.block.name.range
    var job = Job(document: index, place: place, paths: [], pictures: [])
    let link = result.options.draws ? result.options.picture ?? "\(result.block.name.text).svg" : nil
    if let link { try plan(link, result, &job) }
    let lines: [String]
    do {
      lines = try BlockText(result: result, host: run.host(of: document), link: link).lines()
    } catch {
      throw BlockReader(block: result.block, document: document, scope: scope).failure(error)
    }
    let edit = document.markdown.edit(region, lines: lines)
    let state = document.markdown.state(of: region, edit)
    if state == .edited, !run.forces {
      // The pictures are those of the text, which stays.
      pictures.removeLast(job.pictures.count)
      let at = document.markdown.firstDifference(in: region, edit)
      return document.note(.stale, Self.editedByHand, at: at)
    }
    if state != .current { job.edit = edit }
    guard run.checks else {
      if job.edit != nil || !job.pictures.isEmpty { jobs.append(job) }
      return
    }
    if state != .current {
      document.note(.stale, "what the block gives has changed; run gradgraph docs", at: region.opening)
      edits[index].append(edit)
    }
  }

  private static let editedByHand =
    "what stands here was edited by hand, or was not generated; change the block instead, and run gradgraph docs --force to lose the edit"

  private mutating func fill(_ slot: MarkdownDocument.Slot, _ result: BlockResult, _ index: Int) {
    let document = documents[index]
    do throws(BlockFailure) {
      let text = try DocumentSlot(slot).text(of: result)
      let edit = document.markdown.edit(slot, text: text)
      switch document.markdown.state(of: slot, edit) {
      case .current: return
      case .edited where !run.forces:
        document.note(.stale, "this should be \(text), and \(Self.editedByHand)", at: slot.opening)
      case .stale, .edited:
        if run.checks {
          document.note(.stale, "this should be \(text); run gradgraph docs", at: slot.opening)
        }
        edits[index].append(edit)
      }
    } catch {
      document.note(error)
    }
  }

  // MARK: Pictures

  /// Finds the pictures of a block, and checks that no other block draws into the same file.
  private mutating func plan(_ link: String, _ result: BlockResult, _ job: inout Job) throws(BlockFailure) {
    let document = documents[job.document]
    let reader = BlockReader(block: result.block, document: document, scope: scope)
    let path = PathText.path(link, from: document.path)
    let host = run.host(of: document)
    for (path, theme) in host.pictures(path, theme: result.options.drawing.theme) {
      if let objection = scope.objection(to: path) {
        throw reader.failure(CommandFailure.usage(objection, for: "-o", about: link))
      }
      let picture: DocumentPicture
      do {
        picture = try DocumentPicture(
          result, path: path, owner: PathText.path(of: document.path, from: path), theme: theme,
          renewal: run.renewal)
      } catch {
        throw reader.failure(error)
      }
      job.paths.append(path)
      if let other = owners[path] {
        guard other.digest == picture.digest else {
          throw reader.failure(
            "'\(VisibleText.of(path))' is already another picture, of the block '\(VisibleText.of(other.name))' at \(documents[other.document].place(of: other.place)); name another file with -o",
            at: result.block.name.range)
        }
        continue
      }
      owners[path] = Owner(
        document: job.document, name: result.block.name.text, place: result.block.name.range,
        digest: picture.digest)
      if run.checks {
        if let fault = picture.fault { document.note(.stale, fault, at: result.block.name.range) }
      } else if let objection = picture.objection(run.renewal) {
        throw reader.failure(objection, at: result.block.name.range)
      } else if picture.dot != nil {
        job.pictures.append(pictures.count)
        pictures.append(picture)
      }
    }
  }

  /// Draws and writes the pictures that wait, and keeps the edits of their blocks.
  private mutating func draw() async {
    let outcomes = await run.drawing.draw(pictures)
    for job in jobs {
      let document = documents[job.document]
      for index in job.pictures {
        let outcome = outcomes[index]
        for warning in outcome.warnings { document.note(.warning, "dot: \(warning)", at: job.place) }
        if let words = outcome.picture.words { document.note(.warning, words, at: job.place) }
        if let failure = outcome.failure {
          document.note(.error, failure, at: job.place)
          broken.insert(outcome.picture.path)
        } else if let bytes = outcome.picture.bytes, !save(bytes, outcome.picture, document, job.place) {
          broken.insert(outcome.picture.path)
        }
      }
      if let edit = job.edit, !job.paths.contains(where: broken.contains) { edits[job.document].append(edit) }
    }
    pictures = []
    jobs = []
  }

  private mutating func save(
    _ bytes: [UInt8], _ picture: DocumentPicture, _ document: Document, _ place: Range<Int>
  ) -> Bool {
    do {
      try Directory.create(for: picture.path)
      try OutputFile.write(bytes, to: picture.path, replacing: picture.file.version)
      result.changes.append((picture.path, "drawn"))
      return true
    } catch OutputError.changed {
      result.overtaken.insert(picture.path)
    } catch {
      document.note(.error, "\(error)", at: place)
    }
    return false
  }

  // MARK: Files

  private mutating func finish(_ index: Int) {
    let (document, edits) = (documents[index], edits[index])
    if edits.isEmpty { return }
    if run.checks { return addDifference(document, edits) }
    do {
      try OutputFile.write(
        document.markdown.applying(edits), to: document.path, replacing: document.version)
      addDifference(document, edits)
      result.changes.append(
        (document.path, edits.count == 1 ? "1 place filled" : "\(edits.count) places filled"))
    } catch OutputError.changed {
      result.overtaken.insert(document.path)
    } catch {
      addDifference(document, edits)
      result.findings.append(Finding(.error, "\(error)", in: document.path))
    }
  }

  private mutating func addDifference(_ document: Document, _ edits: [MarkdownDocument.Edit]) {
    guard run.showsDifference else { return }
    result.differences += UnifiedDiff.text(
      of: document.path, document.markdown.bytes, edits.map { ($0.range, $0.bytes) })
  }

  /// Removes pictures of these documents that no block names any more, if they are as they were drawn.
  private mutating func prune() {
    let kept = Set(owners.keys.map(PathText.normal))
    // A block that can't be read may name any picture.
    let doubtful = Set(documents.filter(\.hasErrors).map { PathText.normal($0.path) })
    let known = Set(documents.map { PathText.normal($0.path) })
    for path in files.pictures where !kept.contains(PathText.normal(path)) {
      let file = PictureFile(path)
      guard let mark = file.mark, !mark.owner.isEmpty else { continue }
      let owner = PathText.path(mark.owner, from: path)
      guard !doubtful.contains(owner), known.contains(owner) || !InputFile.exists(owner) else { continue }
      let isEdited = file.state == .edited && !run.forces
      if run.checks || isEdited {
        let advice =
          isEdited
          ? "it was edited since it was drawn, and stays; gradgraph docs --prune --force removes it"
          : "run gradgraph docs --prune"
        result.findings.append(
          Finding(.stale, "no block of '\(VisibleText.of(owner))' names this picture; \(advice)", in: path))
      } else if FileVersion(ofFile: path) != file.version {
        result.overtaken.insert(path)
      } else if let code = Directory.remove(path) {
        result.findings.append(Finding(.error, "\(OutputError(code, path))", in: path))
      } else {
        result.changes.append((path, "removed"))
      }
    }
  }
}
