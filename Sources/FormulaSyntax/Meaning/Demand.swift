/// The nodes and operands that recording a formula makes, computed from its shapes before anything is recorded.
struct Demand: Equatable, Sendable {
  /// The number of nodes.
  var nodes = 0.0
  /// The number of operands in lists: those of sums, products and matrix products.
  var operands = 0.0

  /// Bytes of a node until its picture or tree is written: in the graph and with its name, in the snapshot with its
  /// edges, and in the text. Measured with formulas of a million elements.
  static let bytesPerNode = 360.0
  /// Bytes of an operand in a list, in the graph and as an edge of the snapshot.
  static let bytesPerOperand = 44.0

  var bytes: Double { nodes * Self.bytesPerNode + operands * Self.bytesPerOperand }
}

/// The largest size of a formula with vectors and matrices; a larger one is an error that names its size, found before
/// anything is recorded.
///
/// ```swift
/// try formula.record(on: graph, values: values, limits: SizeLimits(memory: 1e9))
/// ```
/// Nodes are counted before they are made, elements of vectors and matrices each; operands are those of nodes that have a
/// list of them, such as sums and the products in `A @ B`.
public struct SizeLimits: Sendable {
  /// The most nodes; at first 2^23, of which a matrix of 2896×2896 is one too many.
  public var nodes: Int
  /// The most operands in lists; at first 2^27.
  public var operands: Int
  /// The most bytes that recording and showing the graph may take, by an estimate of 360 for a node and 44 for an
  /// operand; at first there is no such limit.
  public var memory: Double

  /// Limits of nodes, of operands in lists, and of memory in bytes.
  public init(nodes: Int = 1 << 23, operands: Int = 1 << 27, memory: Double = .infinity) {
    self.nodes = nodes
    self.operands = operands
    self.memory = memory
  }

  /// The limit that a demand exceeds; `nil` if it exceeds none.
  func excess(of demand: Demand) -> Excess? {
    if demand.nodes > Double(nodes) { return .nodes(nodes) }
    if demand.operands > Double(operands) { return .operands(operands) }
    return demand.bytes > memory ? .memory(memory) : nil
  }

  enum Excess: Equatable, Sendable {
    case nodes(Int)
    case operands(Int)
    case memory(Double)
  }
}

extension Demand {
  /// The words for a formula that is too large.
  func message(_ excess: SizeLimits.Excess) -> String {
    let size = "the formula makes \(Self.count(nodes)) nodes and \(Self.count(operands)) operands in lists"
    let needed = "which take about \(Self.size(bytes))"
    let limit =
      switch excess {
      case .nodes(let most): "at most \(Self.count(Double(most))) nodes are recorded"
      case .operands(let most): "at most \(Self.count(Double(most))) operands are recorded"
      case .memory(let bytes): "\(Self.size(bytes)) are there"
      }
    return "\(size), \(needed); \(limit)"
  }

  /// A count with groups of three digits, such as `27 000 000 000`; beyond 2^53 it is rounded.
  private static func count(_ number: Double) -> String {
    guard number < 0x1p62 else { return "more than 10^18" }
    var digits = "\(Int(number))"
    var groups: [String] = []
    while digits.utf8.count > 3 {
      groups.append(String(digits.suffix(3)))
      digits = String(digits.dropLast(3))
    }
    groups.append(digits)
    groups.reverse()
    return groups.joined(separator: " ")
  }

  /// A number of bytes with its unit, such as `3.2 GB`.
  private static func size(_ bytes: Double) -> String {
    if bytes < 1e9 { return "\(Int((bytes / 1e6).rounded(.up))) MB" }
    let tenths = (bytes / 1e8).rounded(.up)
    guard tenths < 1e15 else { return "more than 10^14 GB" }
    return "\(Int(tenths / 10)).\(Int(tenths) % 10) GB"
  }
}
