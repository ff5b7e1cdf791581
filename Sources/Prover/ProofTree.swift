/// A finished proof as a tree of tactics.
public indirect enum ProofTree: Hashable, Sendable {
  case step(String, [ProofTree])

  public var steps: Int {
    switch self {
    case .step(_, let children): children.reduce(1) { $0 + $1.steps }
    }
  }

  /// Tactic text: one goal left goes on below, several get a `·` block each.
  public var script: String { lines.joined(separator: "\n") }

  private var lines: [String] {
    switch self {
    case .step(let tactic, let children):
      let own = tactic.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if children.count == 1 { return own + children[0].lines }
      return own
        + children.flatMap { child in
          child.lines.enumerated().map { ($0 == 0 ? "· " : "  ") + $1 }
        }
    }
  }

  /// Every tree that leaves out one step which has exactly one goal after it.
  var withoutOneStep: [ProofTree] {
    switch self {
    case .step(let tactic, let children):
      var found = children.count == 1 ? [children[0]] : []
      for (index, child) in children.enumerated() {
        for shorter in child.withoutOneStep {
          var changed = children
          changed[index] = shorter
          found.append(.step(tactic, changed))
        }
      }
      return found
    }
  }
}

extension SearchGraph {
  /// The shortest known proof of a solved node; nil for any other.
  func proof(of index: Int) -> ProofTree? {
    guard let best = nodes[index].best else { return nil }
    let edge = nodes[index].edges[best]
    let children = zip(edge.children, edge.shapes).compactMap { child, shape -> ProofTree? in
      guard let map = nodes[child].shape.renaming(to: shape) else { return nil }
      return proof(of: child)?.renamed(map, in: shape.names)
    }
    guard children.count == edge.children.count else { return nil }
    return .step(nodes[index].candidates[edge.candidate].text, children)
  }
}
