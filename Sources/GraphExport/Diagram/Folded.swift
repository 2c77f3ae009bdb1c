extension Diagram {
  /// What a folded box stands for, counted and measured over all of its nodes.
  ///
  /// Ranges and norms are of finite numbers only; what is not finite is counted.
  public final class Folded: Sendable, Equatable {
    /// Such as `neuron ×16`, `layer1`, `tanh ×998`, `Σ of 100`.
    public let title: String
    /// The path of the group, where the box is one.
    public let path: String?
    public let nodes: Int
    public let variables: Int
    public let constants: Int
    /// The operations inside, the most frequent first.
    public let operations: [OperationCount]
    /// The smallest and the largest data; `nil` when none is known and finite.
    public let data: ClosedRange<Double>?
    /// The smallest and the largest gradient, constants' aside; `nil` when none is known and finite.
    public let grad: ClosedRange<Double>?
    /// The Euclidean norm of all gradients, constants' aside; `nil` unless all are known and finite.
    public let gradNorm: Double?
    /// Nodes whose data or gradient is NaN or infinite.
    public let nonFinite: Int
    /// The label of the first node inside where a number that is not finite arises; `nil` where none does.
    public let origin: String?
    /// Nodes, constants aside, whose gradient is 0.
    public let dead: Int
    /// Nodes whose data is stale.
    public let stale: Int

    /// How often an operation occurs.
    public struct OperationCount: Sendable, Equatable {
      /// The name in the operations' table.
      public var name: String
      public var count: Int

      public init(name: String, count: Int) {
        self.name = name
        self.count = count
      }
    }

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
