/// Encodes a diagram as DOT for Graphviz.
///
/// ```swift
/// let text = DOTEncoder(PictureOptions(direction: .topToBottom)).encode(Diagram(graph))
/// ```
/// One box per value with the operation inside; edges follow the data. The text depends on nothing but the diagram
/// and the options, so that the same input gives the same bytes on every machine.
///
/// Graphviz does not lay out more than some ten thousand boxes in any useful time. Beyond
/// ``PictureOptions/mostDetailed`` the text is for programs, and short: plain boxes with the same words, numbers and
/// roles, without tooltips and the sums of gradients; the caption says so.
/// - Complexity: O(nodes + edges).
public struct DOTEncoder: Sendable {
  /// The options that every call of ``encode(_:)`` uses.
  public var options: PictureOptions

  /// Creates an encoder; by default for a picture from left to right with local derivatives on its edges.
  public init(_ options: PictureOptions = PictureOptions()) { self.options = options }

  /// The diagram as DOT, in UTF-8.
  ///
  /// - Complexity: O(nodes + edges).
  public func encode(_ diagram: Diagram) -> [UInt8] { encode(diagram, room: nil) }

  /// - Parameter room: the space that frames need, for pictures that are edited afterwards; `nil` for a still
  ///   picture.
  func encode(_ diagram: Diagram, room: DOTRoom?) -> [UInt8] {
    let caption = (room.map { [$0.headline] } ?? []) + diagram.caption(options)
    let isDetailed = room != nil || diagram.nodes.count <= options.mostDetailed
    let bytes = (diagram.nodes.count, diagram.edges.count)
    guard isDetailed else {
      return TextBuffer.text(expected: 4096 + bytes.0 * 96 + bytes.1 * 64) { out in
        diagram.nodes.withUnsafeBufferPointer { nodes in
          diagram.edges.withUnsafeBufferPointer { edges in
            let form = DOTPlainForm(diagram, nodes, edges, options)
            DOTWriter(diagram: diagram, options: options, caption: caption, form: form, out: out).write()
          }
        }
      }
    }
    return TextBuffer.text(expected: 4096 + bytes.0 * 1024 + bytes.1 * 320) { out in
      let form = DOTDetailedForm(diagram, options, room)
      DOTWriter(diagram: diagram, options: options, caption: caption, form: form, out: out).write()
    }
  }

  /// The number of nodes above which the simplex search of `dot` is cut short; it bounds the time of large
  /// graphs and leaves small pictures unchanged.
  static let manyNodes = 2000
}

/// The space that frames need beyond the finished picture. With it, elements get ids: `n0` for the first
/// node, `e0` for the first edge.
struct DOTRoom {
  /// The line above the caption.
  var headline: String
  /// For each node, the columns that its gradient needs, and below those of the sum; 0 if the text of the
  /// finished picture is wide enough.
  var grad: [Int]
  var sum: [Int]
}
