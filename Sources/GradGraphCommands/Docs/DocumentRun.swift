import DisplayText
import GraphExport
import Graphviz
import MarkdownBlocks

/// A pass over documents: computes their blocks, and writes or compares the results.
struct DocumentRun {
  var checks = false
  var forces = false
  var prunes = false
  /// `true` if pictures that are current are drawn again.
  var redraws = false
  var showsDifference = false
  /// `true` if blocks may read and write anywhere.
  var allowsOutside = false
  var host: DocumentHost?
  var drawing: DocumentDrawing

  /// The findings and changes of a pass.
  struct Report {
    var findings: [Finding] = []
    /// The files that were written or removed, each with a word for the change.
    var changes: [(path: String, what: String)] = []
    var differences = ""
    var blocks = 0
    var documents = 0
    /// The files that the documents' blocks read.
    var sources: Set<String> = []
    /// The files that another program saved between reading and writing them.
    var overtaken: Set<String> = []

    var isClean: Bool { !findings.contains { $0.kind.isFailure } }
  }

  /// The number of times that documents are read again if they are saved while they are filled.
  static let attempts = 8

  /// Fills or compares the documents. Those saved meanwhile are read again.
  ///
  /// - Parameter isWatching: `true` to wait for a path that does not exist.
  /// - Throws: an error if a path does not exist.
  func run(_ paths: [String], isWatching: Bool = false) async throws(CommandFailure) -> Report {
    var changes: [(path: String, what: String)] = []
    var differences = ""
    for attempt in 1... {
      let files = try DocumentFiles(paths, isWatching: isWatching)
      let scope = DocumentScope(of: paths, allowsOutside: allowsOutside)
      var report = await DocumentPass(run: self, files: files, scope: scope).report()
      changes += report.changes
      differences += report.differences
      guard !report.overtaken.isEmpty, attempt < Self.attempts else {
        report.findings += report.overtaken.sorted().map {
          Finding(
            .error,
            "was saved by another program each time that it was to be written, and stays as it is; run this again",
            in: $0)
        }
        report.changes = changes
        report.differences = differences
        return report
      }
    }
    return Report()
  }

  var renewal: DocumentPicture.Renewal { forces ? .foreign : redraws ? .all : .stale }

  func host(of document: Document) -> DocumentHost {
    host ?? (PathText.parts(of: document.path).contains { $0.hasSuffix(".docc") } ? .docc : .plain)
  }
}
