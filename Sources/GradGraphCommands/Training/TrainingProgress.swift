import GraphExport

/// Reports the progress of a training on standard error: a bar on a terminal, a few lines elsewhere.
struct TrainingProgress {
  enum Style {
    /// One line of at most `columns` columns that is written again and again.
    case bar(columns: Int, charset: TreeOptions.Charset)
    /// Five lines in all.
    case lines
    case none

    /// The style that fits standard error.
    static func standard(charset: TreeOptions.Charset) -> Style {
      Terminal.errorWidth.map { .bar(columns: $0, charset: charset) } ?? .lines
    }
  }

  private let style: Style
  private let epochs: Int
  private var lastShown = -1

  init(_ style: Style, epochs: Int) {
    self.style = style
    self.epochs = epochs
  }

  mutating func report(_ epoch: Int, loss: Double) {
    switch style {
    case .none: break
    case .lines:
      guard isDue(epoch, parts: 5) else { return }
      StandardError.write("epoch \(epoch) of \(epochs): loss \(NumberText().text(loss))")
    case .bar(let columns, let charset):
      guard isDue(epoch, parts: 100) else { return }
      StandardError.rewrite(Self.bar(epoch, of: epochs, loss, columns, charset))
    }
  }

  /// Removes the bar, so that the next output starts on an empty line.
  func finish() {
    if case .bar = style, lastShown >= 0 { StandardError.rewrite("") }
  }

  /// `true` if the epoch begins another part of the whole.
  private mutating func isDue(_ epoch: Int, parts: Int) -> Bool {
    let part = epoch * parts / epochs
    guard part > max(lastShown, 0) else { return false }
    lastShown = part
    return true
  }

  private static func bar(
    _ epoch: Int, of epochs: Int, _ loss: Double, _ columns: Int, _ charset: TreeOptions.Charset
  ) -> String {
    let total = String(epochs)
    let number = String(repeating: " ", count: total.count - String(epoch).count) + String(epoch)
    let head = "epoch \(number) of \(total) "
    let tail = " loss \(NumberText().text(loss))"
    // The last column stays free: some terminals would begin another line.
    let room = min(columns - 1 - head.count - tail.count, 40)
    guard room >= 5 else { return String((head + tail).prefix(max(columns - 1, 0))) }
    let filled = room * epoch / epochs
    let (full, empty) = charset == .ascii ? ("#", ".") : ("━", "─")
    return head + String(repeating: full, count: filled) + String(repeating: empty, count: room - filled)
      + tail
  }
}
