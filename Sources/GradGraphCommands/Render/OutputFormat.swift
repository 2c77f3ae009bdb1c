import ArgumentParser
import DisplayText
import Graphviz

/// The formats of `gradgraph render`; the raw value is the file name's ending.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case svg, png, pdf, dot, mmd, tex, md, txt, json
  /// The tree in a block of code of Markdown; to be named, since such files end in `.md`.
  case tree = "md-tree"

  /// The format that a path's ending names.
  init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// The given format or, without one, that of the path's ending.
  ///
  /// - Parameter option: the option for giving a format, for the message.
  init(of path: String, or given: OutputFormat? = nil, option: String? = nil) throws(CommandFailure) {
    guard let format = given ?? Self(path: path) else {
      let instead = option.map { ", or \($0)" } ?? ""
      throw .usage("'\(VisibleText.of(path))' needs an ending that names its format\(instead): \(Self.list)")
    }
    self = format
  }

  /// The format in which Graphviz draws it; `nil` for formats that this program writes itself.
  var graphviz: Graphviz.Format? {
    switch self {
    case .svg: .svg
    case .png: .png
    case .pdf: .pdf
    case .dot, .mmd, .tex, .md, .txt, .json, .tree: nil
    }
  }

  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
