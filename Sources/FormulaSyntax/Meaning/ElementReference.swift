/// The name of a value, or of an element: `x[1]`, `W[1][0]`, `W[1, 0]`.
struct ElementReference: Equatable, Sendable {
  var name: String
  var indices: [Int]

  /// Reads a name and its indices; a text of another form is a name as a whole.
  ///
  /// - Complexity: O(length of the text).
  init(_ text: String) {
    (name, indices) = (text, [])
    guard let start = text.firstIndex(of: "["), start > text.startIndex, text.last == "]" else { return }
    var found: [Int] = []
    for part in text[text.index(after: start)...].dropLast().split(
      separator: "]", omittingEmptySubsequences: false)
    {
      var inner = part
      if !found.isEmpty {
        guard inner.first == "[" else { return }
        inner = inner.dropFirst()
      }
      for number in inner.split(separator: ",", omittingEmptySubsequences: false) {
        let digits = number.drop { $0 == " " }
        guard !digits.isEmpty, digits.utf8.allSatisfy(Characters.isDigit), let index = Int(digits) else {
          return
        }
        found.append(index)
      }
    }
    (name, indices) = (String(text[..<start]), found)
  }
}

extension Shape {
  /// The selection of the indices: the position of its first element and its shape; nil when they do not fit.
  func selection(_ indices: [Int]) -> (start: Int, shape: Shape)? {
    var (start, shape) = (0, self)
    for index in indices {
      guard let elements = shape.elements, index < elements.count else { return nil }
      start += index * elements.shape.count
      shape = elements.shape
    }
    return (start, shape)
  }
}
