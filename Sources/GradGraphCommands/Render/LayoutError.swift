/// The reason why a graph is not given to Graphviz.
enum LayoutError: Error, CustomStringConvertible {
  case tooDeep(ranks: Int)
  case tooSlow(nodes: Int, seconds: Double, timeout: Double)

  var description: String {
    let advice = "fold the graph with --max-nodes \(View.pictureLimit), or show a part with --path or --focus"
    switch self {
    case .tooDeep(let ranks):
      return
        "the longest path has \(ranks) nodes, and Graphviz draws no more than 32000 one after the other; \(advice)"
    case .tooSlow(let nodes, let seconds, let timeout):
      let minutes = Int((seconds / 60).rounded(.up))
      return
        "\(nodes) nodes would take Graphviz about \(minutes) min, more than the \(Int(timeout)) s it has; "
        + "\(advice), or allow more with --timeout \(Int(seconds.rounded(.up)))"
    }
  }
}
