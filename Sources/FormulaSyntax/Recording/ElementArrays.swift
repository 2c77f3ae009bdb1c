import Autodiff

/// A vector or a matrix: a run of elements in ``ElementArrays``.
struct ElementArray {
  private let offset: UInt32
  private let rows: UInt32
  /// 0 for a vector.
  private let columns: UInt32

  init(start: Int, shape: Shape) {
    offset = UInt32(start)
    switch shape {
    case .scalar: (rows, columns) = (1, 0)
    case .vector(let count): (rows, columns) = (UInt32(count), 0)
    case .matrix(let rows, let columns): (self.rows, self.columns) = (UInt32(rows), UInt32(columns))
    }
  }

  var start: Int { Int(offset) }
  var shape: Shape { columns == 0 ? .vector(Int(rows)) : .matrix(rows: Int(rows), columns: Int(columns)) }
  /// The positions of the elements.
  var range: Range<Int> { start..<start + shape.count }
}

/// The elements of all vectors and matrices of a formula, and which names are arrays.
///
/// Arrays share elements: the row of a matrix and another name of a vector are runs of the same.
struct ElementArrays {
  var elements: [Recorder.Operand] = []
  private var named: [Int32: ElementArray] = [:]

  subscript(name: NameID) -> ElementArray? {
    get { named[name.index] }
    set { named[name.index] = newValue }
  }

  /// The node of an element that a name's indices select.
  func value(of name: NameID, _ indices: [Int]) -> Value? {
    guard let array = self[name], let selected = array.shape.selection(indices), selected.shape == .scalar,
      case .node(let value) = elements[array.start + selected.start]
    else { return nil }
    return value
  }

  /// The nodes that a name's indices select.
  func values(of name: NameID, _ indices: [Int]) -> [Value]? {
    guard let array = self[name], let selected = array.shape.selection(indices) else { return nil }
    let start = array.start + selected.start
    return elements[start..<start + selected.shape.count].compactMap {
      if case .node(let value) = $0 { value } else { nil }
    }
  }
}
