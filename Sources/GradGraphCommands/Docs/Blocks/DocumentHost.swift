import DisplayText
import GraphExport

/// The reader of documents: it decides the names of pictures, and the forms of captions, code and formulas.
public enum DocumentHost: String, CaseIterable, Sendable {
  /// One SVG that follows the reader's theme.
  case plain
  /// Swift's documentation: an SVG for the light theme and one for the dark, found by name.
  case docc
  /// GitHub, whose theme is not the system's: a `<picture>` of two files.
  case github
  /// MkDocs (Python-Markdown); captions need its extension `md_in_html`.
  case mkdocs
  /// Sphinx with MyST-Parser, or mystmd.
  case myst
  /// Quarto (Pandoc).
  case quarto

  /// The paths of a block's pictures, and their themes.
  ///
  /// - Parameter path: ends in `.svg`.
  func pictures(_ path: String, theme: Theme) -> [(path: String, theme: Theme)] {
    let stem = String(decoding: path.utf8.dropLast(4), as: UTF8.self)
    guard theme == .auto else { return [(path, theme)] }
    return switch self {
    case .plain, .mkdocs, .myst, .quarto: [(path, .auto)]
    case .docc: [(path, .light), ("\(stem)~dark.svg", .dark)]
    case .github: [(path, .light), ("\(stem)-dark.svg", .dark)]
    }
  }

  /// A picture in a document.
  struct Figure {
    /// The path from the document.
    var link: String
    /// The picture in words.
    var alt: String
    var caption: String?
    /// The label of the picture in the document, such as `fig:seed`.
    var label: String?
    /// `true` if there is a second file for the dark theme.
    var hasTwoThemes = true
  }

  /// The lines that show a picture, with its caption and its label as far as the host has them.
  func lines(of figure: Figure) -> [String] {
    switch self {
    case .plain, .docc, .github: captioned(image(figure), figure)
    case .mkdocs: htmlFigure(figure)
    case .myst: directive(figure)
    case .quarto: attributed(figure)
    }
  }

  /// A code block in a language that the host can show.
  func code(_ language: String, _ bytes: [UInt8]) -> [String] {
    switch (self, language) {
    case (.myst, "math"): CodeFence.lines("{math}", bytes, head: [":nowrap:", ""])
    case (.mkdocs, "math"), (.quarto, "math"): CodeFence.displayMath(bytes)
    case (.myst, "mermaid"), (.quarto, "mermaid"): CodeFence.lines("{mermaid}", bytes)
    default: CodeFence.lines(language, bytes)
    }
  }

  /// A text behind a line to click on.
  func details(_ summary: String, _ text: [UInt8]) -> [String] {
    switch self {
    case .plain, .docc, .github, .myst:
      return ["<details>", "<summary>\(XMLText.element(summary))</summary>", ""]
        + CodeFence.lines("text", text) + ["", "</details>"]
    case .mkdocs:
      // HTML alone: Python-Markdown reads Markdown within HTML only with an extension.
      let lines = CodeFence.split(text).map { XMLText.element($0) }
      return [
        "<details>", "<summary>\(XMLText.element(summary))</summary>", "<pre><code>" + (lines.first ?? ""),
      ]
        + lines.dropFirst() + ["</code></pre>", "</details>"]
    case .quarto:
      return ["::: {.callout-note collapse=\"true\"}", "## \(MarkdownText.inline(summary))", ""]
        + CodeFence.lines("text", text) + ["", ":::"]
    }
  }

  // MARK: Figures

  private func image(_ figure: Figure) -> [String] {
    let target = self == .docc ? PathText.name(of: figure.link) : figure.link
    guard self == .github, figure.hasTwoThemes else {
      return ["![\(MarkdownText.inline(figure.alt))](\(MarkdownText.destination(target)))"]
    }
    let dark = "\(String(decoding: figure.link.utf8.dropLast(4), as: UTF8.self))-dark.svg"
    return [
      "<picture>",
      "  <source media=\"(prefers-color-scheme: dark)\" srcset=\"\(XMLText.attribute(dark))\">",
      "  <img src=\"\(XMLText.attribute(figure.link))\" alt=\"\(XMLText.attribute(figure.alt))\">",
      "</picture>",
    ]
  }

  /// The caption as a paragraph below the picture, and the label as an anchor where HTML is read.
  private func captioned(_ image: [String], _ figure: Figure) -> [String] {
    let anchor = self == .docc ? nil : figure.label.map { "<a id=\"\(XMLText.attribute($0))\"></a>" }
    return (anchor.map { [$0, ""] } ?? []) + image
      + (figure.caption.map { ["", "*\(MarkdownText.inline($0))*"] } ?? [])
  }

  /// MkDocs makes links of Markdown only right, so that the image within the figure is Markdown.
  private func htmlFigure(_ figure: Figure) -> [String] {
    let alt = MarkdownText.inline(figure.alt, dialect: .python)
    let image = "![\(alt)](\(MarkdownText.destination(figure.link)))"
    guard figure.caption != nil || figure.label != nil else { return [image] }
    let id = figure.label.map { " id=\"\(XMLText.attribute($0))\"" } ?? ""
    let caption = figure.caption.map {
      ["<figcaption>\(XMLText.element($0))</figcaption>"]
    }
    return ["<figure markdown=\"span\"\(id)>", image] + (caption ?? []) + ["</figure>"]
  }

  private func directive(_ figure: Figure) -> [String] {
    guard figure.caption != nil || figure.label != nil else {
      return ["![\(MarkdownText.inline(figure.alt))](\(MarkdownText.destination(figure.link)))"]
    }
    var lines = ["```{\(figure.caption == nil ? "image" : "figure")} \(figure.link)"]
    lines.append(":alt: \(Self.quoted(figure.alt))")
    if let label = figure.label { lines.append(":name: \(Self.quoted(label))") }
    return lines + (figure.caption.map { ["", MarkdownText.inline($0)] } ?? []) + ["```"]
  }

  private func attributed(_ figure: Figure) -> [String] {
    let caption = figure.caption.map { MarkdownText.inline($0) } ?? ""
    let id = figure.label.map { "#\(Self.figureLabel($0)) " } ?? ""
    return [
      "![\(caption)](\(MarkdownText.destination(figure.link))){\(id)fig-alt=\(Self.quoted(figure.alt))}"
    ]
  }

  /// Quarto numbers figures whose label begins with `fig-`.
  private static func figureLabel(_ label: String) -> String {
    let name = String(
      decoding: label.utf8.map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "-") : $0 }, as: UTF8.self)
    return name.hasPrefix("fig-") ? name : "fig-\(name)"
  }

  /// Between double quotes, as YAML and Pandoc read it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in VisibleText.of(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}

/// Code in Markdown.
enum CodeFence {
  /// A code block whose marks are longer than any in the text.
  ///
  /// - Parameter head: lines before the text.
  static func lines(_ language: String, _ bytes: [UInt8], head: [String] = []) -> [String] {
    var (longest, run) = (2, 0)
    for byte in bytes {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let mark = String(repeating: "`", count: longest + 1)
    return [mark + language] + head + split(bytes) + [mark]
  }

  /// Equations between dollar signs, for hosts without environments of their own: `align*` becomes `aligned`, and each has
  /// dollar signs of its own. Comments of TeX stay out.
  static func displayMath(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    for line in split(bytes) where line.utf8.first != UInt8(ascii: "%") {
      switch line {
      case "\\begin{align*}": lines += (lines.isEmpty ? [] : [""]) + ["$$", "\\begin{aligned}"]
      case "\\end{align*}": lines += ["\\end{aligned}", "$$"]
      default: lines.append(line)
      }
    }
    return lines
  }

  /// The lines of a text, without empty ones at its end.
  static func split(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
