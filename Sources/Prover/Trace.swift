import Records

extension SearchReport {
  /// The search told as formal reasoning in the Kimina pattern (arXiv 2504.11354, section 3): the states it saw, the
  /// tactics that failed with Lean's reason, and the proof it ended with.
  public func trace(script: String, name: String) -> String {
    var lines = ["<think>", "I want to prove", "", task.goal.text, ""]
    var told = 0
    var index: Int? = 0
    while let current = index, told < Self.statesMax {
      let node = graph.nodes[current]
      told += 1
      if told > 1 { lines += ["Now the goal is", "", node.goal.text, ""] }
      for failure in node.failures.prefix(Self.failuresMax) {
        lines += ["I try", "```tactics", node.candidates[failure.candidate].text, "```"]
        let said = Self.firstLine(failure.message)
        lines += [failure.isLeans ? "but Lean says: \(said)." : "but it \(said).", ""]
      }
      guard let best = node.best else {
        lines.append("Nothing that I tried closes this goal.")
        break
      }
      let edge = node.edges[best]
      lines += ["This helps:", "```tactics", node.candidates[edge.candidate].text, "```"]
      switch edge.children.count {
      case 0: lines.append("which closes the goal.")
      case 1: lines.append("which leaves one goal.")
      default: lines.append("which leaves \(edge.children.count) goals; I take the hardest.")
      }
      index = edge.children.max { graph.nodes[$0].proofSteps < graph.nodes[$1].proofSteps }
    }
    lines.append("</think>")
    if !script.isEmpty {
      lines += ["", "```lean4", "theorem \(name) \(task.statement.signatureText) := by"]
      lines += script.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      lines.append("```")
    }
    return lines.joined(separator: "\n")
  }

  private static let statesMax = 12
  private static let failuresMax = 3

  private static func firstLine(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? message
    return line.count > 120 ? String(line.prefix(120)) + "…" : line
  }
}
