import Records

extension SearchReport {
  /// The search told as formal reasoning in the Kimina pattern (arXiv 2504.11354, section 3): the states it saw, the
  /// tactics that failed with Lean's reason, the ways it came back from, and the proof it ended with. With a script it
  /// passes the checks of `AnswerFormat`, so that it can teach a model to reason.
  public func trace(script: String, name: String) -> String {
    var teller = SearchTeller(graph: graph)
    var lines = ["<think>", "I want to prove", "", task.goal.text, ""]
    lines += teller.story()
    if script.isEmpty {
      lines.append("</think>")
    } else {
      let proof = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      lines += SearchTeller.recital(of: proof)
      lines += [
        "</think>", "", "```lean4", "theorem \(name) \(task.statement.signatureText) := by",
      ]
      lines += proof.map { "  " + $0 } + ["```"]
    }
    return lines.joined(separator: "\n")
  }
}

/// Walks a search in the order of its proof; without one, along the tactics that led furthest.
private struct SearchTeller {
  let graph: SearchGraph
  private var told = 0

  private static let statesMax = 24
  private static let failuresMax = 3
  private static let detoursMax = 1
  /// Lines of a snippet of the recital: no snippet may hold nearly the whole proof.
  private static let snippetLines = 5

  init(graph: SearchGraph) { self.graph = graph }

  mutating func story() -> [String] {
    var lines: [String] = []
    /// Goals still to be told, the next one last, with the goal that each came from.
    var pending: [(node: Int, parent: Int?)] = [(0, nil)]
    while let (index, parent) = pending.popLast() {
      if told == Self.statesMax {
        lines += ["The remaining goals go in the same way.", ""]
        break
      }
      told += 1
      let node = graph.nodes[index]
      if let parent { lines += ["Now the goal is", "", state(node.goal, after: parent), ""] }
      lines += failures(of: node) + detours(of: node)
      guard let best = node.best else {
        lines += ["Nothing that I tried closes this goal.", ""]
        continue
      }
      let edge = node.edges[best]
      lines += ["This helps:"] + snippet(node.candidates[edge.candidate].text)
      switch edge.children.count {
      case 0: lines.append("It closes the goal.")
      case 1: lines.append("One goal is left.")
      default: lines.append("\(edge.children.count) goals are left; I take them in turn.")
      }
      lines.append("")
      pending += edge.children.reversed().map { ($0, index) }
    }
    return lines
  }

  /// What is new in a goal, against the one before it.
  private func state(_ goal: Goal, after parent: Int) -> String {
    let old = Set(graph.nodes[parent].goal.context)
    var lines = goal.caseName.map { ["case \($0)"] } ?? []
    lines += goal.context.filter { !old.contains($0) }.map { "\($0.name) : \($0.typeText)" }
    return (lines + ["⊢ \(goal.target)"]).joined(separator: "\n")
  }

  private func failures(of node: SearchGraph.Node) -> [String] {
    node.failures.prefix(Self.failuresMax).flatMap { failure in
      let said = Self.firstLine(failure.message)
      return ["I try"] + snippet(node.candidates[failure.candidate].text)
        + [failure.isLeans ? "but Lean says: \(said)." : "but it \(said).", ""]
    }
  }

  /// Tactics that led on, but nowhere.
  private func detours(of node: SearchGraph.Node) -> [String] {
    let others = node.edges.indices.filter { edge in
      edge != node.best && node.edges[edge].children.contains { !graph.nodes[$0].isSolved }
    }
    return others.prefix(Self.detoursMax).flatMap { index -> [String] in
      let edge = node.edges[index]
      guard let open = edge.children.first(where: { !graph.nodes[$0].isSolved }) else { return [] }
      let goal = graph.nodes[open]
      var lines = ["I try"] + snippet(node.candidates[edge.candidate].text)
      lines.append("which leaves")
      lines += ["", "⊢ \(goal.goal.target)", ""]
      if let failure = goal.failures.first {
        let tactic = goal.candidates[failure.candidate].text.split(separator: "\n").first ?? ""
        lines.append("There `\(tactic)` fails: \(Self.firstLine(failure.message)).")
      }
      return lines + ["I find no way on from there and go back.", ""]
    }
  }

  private func snippet(_ tactic: String) -> [String] { ["```tactics", tactic, "```"] }

  /// The proof as it was put together, piece by piece.
  static func recital(of proof: [String]) -> [String] {
    let size = max(1, min(snippetLines, (proof.count + 1) / 2))
    var lines: [String] = []
    for start in stride(from: 0, to: proof.count, by: size) {
      let piece = proof[start..<min(proof.count, start + size)]
      lines.append(start == 0 ? "Put together, the proof begins" : "and goes on")
      lines += ["```tactics"] + piece + ["```"]
    }
    return lines
  }

  private static func firstLine(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? message
    return line.count > 120 ? String(line.prefix(120)) + "…" : line
  }
}
