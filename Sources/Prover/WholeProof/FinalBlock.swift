import LeanText

extension FormalAnswer {
  /// Place of the Lean block that counts: the last one outside the thoughts that holds the theorem with a proof, whatever
  /// is shown behind it. Without one, the last that holds it at all, or a single other theorem; then those within the
  /// thoughts; and where no block holds any theorem, the last.
  func final(for statement: TrustedStatement, blockBytesMax: Int) -> Int? {
    let lean = blocks.indices.filter { blocks[$0].kind == .lean }
    let outside = lean.filter { !blocks[$0].isInThought }
    // Most answers leave no choice.
    if lean.count <= 1 { return lean.first }
    for group in [outside, lean.filter { blocks[$0].isInThought }] {
      var best: (index: Int, holding: TrustedStatement.Holding)?
      for index in group.reversed() where blocks[index].text.utf8.count <= blockBytesMax {
        let holding = statement.holding(in: LeanOutline(blocks[index].text).commands)
        if holding > (best?.holding ?? .nothing) { best = (index, holding) }
        if holding == .proof { break }
      }
      if let best { return best.index }
    }
    return outside.last ?? lean.last
  }
}

extension TrustedStatement {
  /// How much of the theorem a Lean text holds.
  enum Holding: Int, Comparable {
    case nothing, otherTheorem, statement, proof

    static func < (one: Holding, other: Holding) -> Bool { one.rawValue < other.rawValue }
  }

  func holding(in commands: [LeanOutline.Command]) -> Holding {
    guard let theorem = place(in: commands).flatMap({ commands[$0].theorem }) else {
      return .nothing
    }
    if theorem.name != name && theorem.signatureTokens != signatureTokens { return .otherTheorem }
    switch theorem.body {
    case .missing: return .statement
    case .tactics(let text), .term(let text), .equations(let text):
      return text.isEmpty ? .statement : .proof
    }
  }
}
