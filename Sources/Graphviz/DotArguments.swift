/// The arguments of `dot`, without running it.
enum DotArguments {
  /// Dots per inch of a bitmap: text stays sharp on a screen of high density. It overrides `dot`'s default of 96,
  /// not a `dpi` that the graph itself asks for.
  static let bitmapResolution = 144

  /// The arguments that lay out the file at `path`, which must not start with a hyphen.
  ///
  /// ```
  /// -Tpng -Gdpi=144 /tmp/gradgraph-0123456789abcdef.dot
  /// ```
  static func render(_ path: String, as format: Graphviz.Format) -> [String] {
    switch format {
    case .svg, .pdf: ["-T\(format.rawValue)", path]
    case .png: ["-T\(format.rawValue)", "-Gdpi=\(bitmapResolution)", path]
    }
  }

  /// The arguments that make `dot` name its version, on standard error.
  static let version = ["-V"]
}
