import DisplayText

/// A box for TikZ: its text, its look, and its approximate size.
struct TikZBox {
  let content: String
  let style: String
  let width: Double
  let height: Double

  init(_ box: BoxText, _ numbers: NumberText) {
    style = box.role.rawValue
    let head = Self.head(of: box, numbers)
    let lines = box.lines.map { line in
      (
        line,
        TikZText(words: line.text, numbers, scale: line.role == .data || line.role == .gradient ? 1 : 0.8)
      )
    }
    let widest = lines.reduce(head.width) { max($0, $1.1.width + ($1.0.word.isEmpty ? 0 : 23)) }
    width = widest + 8
    height = Double(lines.count + 1) * 9.5 + 7
    if lines.isEmpty {
      content = head.tex
    } else {
      content = "\\ggBox{\(head.tex)}\(lines.map { Self.tex($0.0, $0.1) }.joined())\\ggEnd"
    }
  }

  private static func head(of box: BoxText, _ numbers: NumberText) -> TikZText {
    var parts: [TikZText] = []
    if let name = box.name {
      parts.append(box.isNamed ? TikZText(name: name, id: box.id) : TikZText(words: name, numbers))
      if box.isNamed { parts[0].tex = "$\(parts[0].tex)$" }
    }
    if let operation = box.operation {
      let text = TikZText(operation, numbers)
      parts.append(TikZText(tex: "$\(text.tex)$", width: text.width))
    }
    if let number = box.number {
      switch number {
      case "π": parts.append(TikZText(tex: "$\\pi$", width: 5))
      case "-π": parts.append(TikZText(tex: "$-\\pi$", width: 10))
      case "e", "-e": parts.append(TikZText(tex: "$\(number)$", width: number == "e" ? 5 : 10))
      default: parts.append(TikZText(words: number, numbers))
      }
    }
    guard let first = parts.first else { return TikZText(tex: "", width: 0) }
    return parts.dropFirst().reduce(first) { $0 + TikZText(tex: " $=$ ", width: 12) + $1 }
  }

  private static func tex(_ line: BoxText.Line, _ text: TikZText) -> String {
    switch line.role {
    case .data: line.isUnusual ? "\\ggBadData \(text.tex)" : "\\ggData \(text.tex)"
    case .gradient: line.isUnusual ? "\\ggBadGrad \(text.tex)" : "\\ggGrad \(text.tex)"
    case .sum: "\\ggLine{\\ggSum \(text.tex)}"
    case .words: "\\ggLine{\\ggWord \(text.tex)}"
    case .warning: "\\ggLine{\\ggWarn \(text.tex)}"
    }
  }

  /// The macros of the boxes; none has an argument, since macros with arguments cannot be defined everywhere.
  static let macros = #"""
    \def\ggBox{\begin{tabular}{@{}l@{\hspace{5pt}}r@{}}\multicolumn{2}{@{}c@{}}}%
    \def\ggEnd{\end{tabular}}%
    \def\ggLine{\\\multicolumn{2}{@{}r@{}}}%
    \def\ggWord{\fontsize{6.5}{8}\selectfont\color{ggmuted}}%
    \def\ggSum{\fontsize{6.5}{8}\selectfont\color{gggrad}}%
    \def\ggWarn{\fontsize{6.5}{8}\selectfont\bfseries\color{ggwarning}}%
    \def\ggData{\\{\ggWord data} & \color{ggdata}}%
    \def\ggGrad{\\{\ggWord grad} & \color{gggrad}}%
    \def\ggBadData{\\{\ggWord data} & \color{ggwarning}}%
    \def\ggBadGrad{\\{\ggWord grad} & \color{ggwarning}}%

    """#
}
