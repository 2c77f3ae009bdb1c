import GraphExport
import Graphviz

/// A picture in documentation whose graph is made in Swift: in a test, a script or a plugin that fills a catalog.
///
/// ```swift
/// let picture = CatalogPicture(Diagram(graph, output: loss), name: "loss", host: .docc)
/// let isNew = try await picture.write(to: "Sources/Neuron/Neuron.docc/Pictures")
/// print(picture.markdown)   // ![Computation graph …](loss.svg)
/// ```
/// As with `gradgraph docs`, a picture that is current is not drawn again, and Graphviz does not start for it.
public struct CatalogPicture: Sendable {
  private let diagram: Diagram
  private let name: String
  private let host: DocumentHost
  private let options: PictureOptions
  private let alt: String

  /// - Parameters:
  ///   - diagram: the diagram to draw; folded to 150 nodes if it has more.
  ///   - name: the file's name without its ending.
  ///   - host: the reader of the documentation.
  ///   - options: of the drawing; the host decides on the files of `Theme.auto`.
  ///   - alt: the picture in words; by default written from its values.
  public init(
    _ diagram: Diagram, name: String, host: DocumentHost = .docc, options: PictureOptions = PictureOptions(),
    alt: String? = nil
  ) {
    self.diagram = diagram
    self.name = name
    self.host = host
    self.options = options
    self.alt = alt ?? diagram.altText(precision: options.precision)
  }

  /// The lines that show the picture in a document in the same directory.
  public var markdown: String {
    host.lines(of: DocumentHost.Figure(link: "\(name).svg", alt: alt, hasTwoThemes: options.theme == .auto))
      .joined(separator: "\n")
  }

  /// `true` if the files in a directory show the diagram as it is; needs no Graphviz.
  public func isCurrent(in directory: String) -> Bool { pictures(in: directory).allSatisfy(\.isCurrent) }

  /// Draws the files that are not current; for DocC and GitHub one for each theme.
  ///
  /// - Returns: `true` if a file was drawn.
  /// - Throws: ``CatalogPictureError``; existing files stay. A file of the name that this program did not write,
  ///   or that was edited since, is an error, too, and stays; remove it first.
  @discardableResult
  public func write(
    to directory: String, graphviz: Graphviz = Graphviz()
  ) async throws(CatalogPictureError) -> Bool {
    let drawing = DocumentDrawing(graphviz: graphviz, timeout: 60)
    var isNew = false
    for outcome in await drawing.draw(pictures(in: directory)) {
      if let failure = outcome.failure { throw CatalogPictureError(description: failure) }
      if let objection = outcome.picture.objection(.stale) {
        throw CatalogPictureError(description: objection)
      }
      guard let bytes = outcome.picture.bytes else { continue }
      do {
        try Directory.create(for: outcome.picture.path)
        try OutputFile.write(bytes, to: outcome.picture.path, replacing: outcome.picture.file.version)
      } catch {
        throw CatalogPictureError(description: "\(error)")
      }
      isNew = true
    }
    return isNew
  }

  private func pictures(in directory: String) -> [DocumentPicture] {
    let view = View(
      part: diagram, limit: nil, open: [], collapsed: [], collapsesAll: false, collapsesInnermost: false,
      expandsAll: false)
    let path = PathText.withoutSlashes(directory) + "/\(name).svg"
    return host.pictures(path, theme: options.theme).map { path, theme in
      var options = options
      options.theme = theme
      return DocumentPicture(view, options, keepsDirection: false, path: path, owner: "", renewal: .stale)
    }
  }
}

/// The reason why a picture of documentation was not written.
public struct CatalogPictureError: Error, Equatable, CustomStringConvertible {
  /// The reason in one sentence.
  public let description: String
}
