extension Diagram {
  /// The summary of a folded box, counted and measured over all of its nodes.
  ///
  /// Ranges and norms cover finite numbers only; numbers that are not finite are counted.
  public final class Folded: Sendable, Equatable {
    /// The title, such as `neuron ×16`, `layer1`, `tanh ×998`, `Σ of 100`.
    public let title: String
    /// The path of the group, if the box is one group; otherwise `nil`.
    public let path: String?
    /// The number of nodes inside.
    public let nodes: Int
    /// The number of variables inside.
    public let variables: Int
    /// The number of constants inside.
    public let constants: Int
    /// The operations inside, the most frequent first.
    public let operations: [OperationCount]
    /// The smallest and the largest data; `nil` if none is known and finite.
    public let data: ClosedRange<Double>?
    /// The smallest and the largest gradient, without constants; `nil` if none is known and finite.
    public let grad: ClosedRange<Double>?
    /// The Euclidean norm of all gradients, without constants; `nil` unless all are known and finite.
    public let gradNorm: Double?
    /// The number of nodes whose data or gradient is NaN or infinite.
    public let nonFinite: Int
    /// The label of the first node inside at which a number that is not finite arises; `nil` if there is
    /// none.
    public let origin: String?
    /// The number of nodes, without constants, whose gradient is 0.
    public let dead: Int
    /// The number of nodes whose data is stale.
    public let stale: Int

    /// The number of nodes of one operation.
    public struct OperationCount: Sendable, Equatable {
      /// The name in the operations' table.
      public var name: String
      /// The number of nodes.
      public var count: Int

      /// Creates a count of an operation.
      public init(name: String, count: Int) {
        self.name = name
        self.count = count
      }
    }

    /// Creates a summary.
    public init(
      title: String, path: String? = nil, nodes: Int, variables: Int, constants: Int,
      operations: [OperationCount], data: ClosedRange<Double>?, grad: ClosedRange<Double>?, gradNorm: Double?,
      nonFinite: Int, origin: String? = nil, dead: Int, stale: Int
    ) {
      self.title = title
      self.path = path
      self.nodes = nodes
      self.variables = variables
      self.constants = constants
      self.operations = operations
      self.data = data
      self.grad = grad
      self.gradNorm = gradNorm
      self.nonFinite = nonFinite
      self.origin = origin
      self.dead = dead
      self.stale = stale
    }

    /// Compares all facts; the same object is equal without a comparison.
    public static func == (a: Folded, b: Folded) -> Bool {
      a === b
        || a.title == b.title && a.path == b.path && a.nodes == b.nodes && a.variables == b.variables
          && a.constants == b.constants && a.operations == b.operations && a.data == b.data
          && a.grad == b.grad && a.gradNorm == b.gradNorm && a.nonFinite == b.nonFinite
          && a.origin == b.origin
          && a.dead == b.dead && a.stale == b.stale
    }
  }
}
