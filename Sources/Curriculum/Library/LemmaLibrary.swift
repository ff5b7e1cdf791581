import Foundation
import Records
import Terms

/// The library after a round.
public struct LibraryUpdate: Hashable, Codable, Sendable {
  /// At most `LibraryOptions.size`, simplest first.
  public var entries: [LemmaEntry]
  /// One for each former entry, then one for each new theorem, each group by name.
  public var decisions: [LibraryDecision]
}

/// Chooses which proved theorems of a domain become premises for later proofs: the most general
/// forms that the theory and the others don't make superfluous. A pure function of entries,
/// theorems and uses.
///
/// Each round the entries and the new theorems compete as one pool, simplest first, so that it does
/// not matter what came first: junk admitted early leaves when the lemma behind it arrives.
public struct LemmaLibrary: Sendable {
  public let domain: Domain
  public let theory: [TheoryLemma]
  public let options: LibraryOptions
  private let test: RedundancyTest

  /// - Throws: `CurriculumError.invalid` for impossible options.
  public init(domain: Domain, theory: [TheoryLemma], options: LibraryOptions)
    throws(CurriculumError)
  {
    try options.validate()
    self.domain = domain
    self.theory = theory
    self.options = options
    test = RedundancyTest(domain: domain, theory: theory, limits: options.rewriting)
  }

  /// How often accepted proofs used each theorem: `lemmas` of the proved attempts.
  public static func uses(in attempts: [Attempt]) -> [String: Int] {
    var uses: [String: Int] = [:]
    for attempt in attempts where attempt.outcome == .proved {
      for lemma in Set(attempt.lemmas) { uses[lemma, default: 0] += 1 }
    }
    return uses
  }

  /// The library after `round`.
  /// - Parameters:
  ///   - entries: the library before.
  ///   - theorems: newly proved ones of this domain; older ones may be offered again. Those of
  ///     other domains are ignored.
  ///   - uses: how often accepted proofs of the round used each entry, by name.
  public func update(
    entries: [LemmaEntry], theorems: [Theorem], uses: [String: Int], round: Int
  ) -> LibraryUpdate {
    let before = entries.map { counted($0, uses: uses[$0.name] ?? 0, round: round) }
    let known = Set(before.map(\.name))
    var fate: [String: (action: LibraryDecision.Action, reason: String)] = [:]
    var fresh: [LemmaEntry] = []
    for theorem in theorems.sorted(by: { $0.name < $1.name })
    where theorem.statement.domain == domain.name && !known.contains(theorem.name)
      && fate[theorem.name] == nil && !fresh.contains(where: { $0.name == theorem.name })
    {
      switch entry(for: theorem, round: round) {
      case .success(let entry): fresh.append(entry)
      case .failure(let refusal): fate[theorem.name] = (.dropped, refusal.reason)
      }
    }
    var chosen = irredundant(before + fresh, known: known, &fate)
    retireStale(&chosen, known: known, round: round, &fate)
    makeRoom(&chosen, known: known, &fate)
    for entry in chosen {
      fate[entry.name] =
        known.contains(entry.name)
        ? (.kept, keptReason(entry, uses: uses[entry.name] ?? 0, round: round))
        : (.added, addedReason(entry))
    }
    let names =
      before.map(\.name).sorted() + fate.keys.filter { !known.contains($0) }.sorted()
    let decisions = names.compactMap { name in
      fate[name].map {
        LibraryDecision(domain: domain.name, name: name, action: $0.action, reason: $0.reason)
      }
    }
    return LibraryUpdate(entries: chosen, decisions: decisions)
  }

  private struct Refusal: Error { let reason: String }

  private func entry(for theorem: Theorem, round: Int) -> Result<LemmaEntry, Refusal> {
    guard let schema = SchematicTerm(theorem.statement, in: domain) else {
      return .failure(Refusal(reason: "outside the domain's grammar"))
    }
    let size = schema.term.size
    if size > options.statementSizeMax {
      return .failure(Refusal(reason: "size \(size) is above \(options.statementSizeMax)"))
    }
    if schema.variables.isEmpty {
      return .failure(Refusal(reason: "about constants only: nothing to instantiate"))
    }
    return .success(
      LemmaEntry(
        name: theorem.name, domain: domain.name, statement: theorem.statement, schema: schema,
        kind: Self.kind(schema.term), orientation: test.orientation(schema), addedRound: round))
  }

  static func kind(_ term: Term) -> LemmaKind {
    switch term.head {
    case "=": .equation
    case "↔": .equivalence
    case "→": .implication
    default: .other
    }
  }

  private func counted(_ entry: LemmaEntry, uses: Int, round: Int) -> LemmaEntry {
    var entry = entry
    entry.usefulness = entry.usefulness * options.decay + Double(uses)
    entry.uses += uses
    if uses > 0 { entry.lastUsedRound = round }
    return entry
  }
}

extension LemmaLibrary {
  typealias Fates = [String: (action: LibraryDecision.Action, reason: String)]

  /// The pool without what the rest makes superfluous, simplest first.
  private func irredundant(_ pool: [LemmaEntry], known: Set<String>, _ fate: inout Fates)
    -> [LemmaEntry]
  {
    let members = pool.map(PoolMember.init)
    let all = test.system(members.compactMap(\.oriented))
    let ranked = members.map { member in
      let rank = SimplicityRank(
        member.entry, reducibleSides: test.reducibleSides(of: member, by: all),
        isKnown: known.contains(member.entry.name))
      return (member: member, rank: rank)
    }.sorted { $0.rank < $1.rank }.map(\.member)
    var chosen: [PoolMember] = []
    for member in ranked {
      if let objection = test.objection(to: member.entry, given: chosen) {
        fate[member.entry.name] = Self.fate(of: member.entry, objection, known)
      } else {
        chosen.append(member)
      }
    }
    // A larger but more general rule that came later may cover a smaller one: the special go first.
    let suspects = chosen.map(\.entry).enumerated().sorted {
      ($1.element.schema.specialness, $1.offset) < ($0.element.schema.specialness, $0.offset)
    }.map(\.element)
    for entry in suspects {
      let others = chosen.filter { $0.entry.name != entry.name }
      guard let objection = test.objection(to: entry, given: others) else { continue }
      fate[entry.name] = Self.fate(of: entry, objection, known)
      chosen = others
    }
    return chosen.map(\.entry)
  }

  private static func fate(of entry: LemmaEntry, _ objection: Objection, _ known: Set<String>)
    -> (action: LibraryDecision.Action, reason: String)
  {
    if known.contains(entry.name) { return (.replaced, objection.reason) }
    if case .instance = objection { return (.subsumed, objection.reason) }
    return (.dropped, objection.reason)
  }

  private func retireStale(
    _ chosen: inout [LemmaEntry], known: Set<String>, round: Int, _ fate: inout Fates
  ) {
    let stale = chosen.filter {
      known.contains($0.name) && round - $0.lastUsedRound >= options.retireAfterRounds
    }
    for entry in stale {
      fate[entry.name] = (.retired, "unused for \(round - entry.lastUsedRound) rounds")
    }
    chosen.removeAll { entry in stale.contains { $0.name == entry.name } }
  }

  private func makeRoom(
    _ chosen: inout [LemmaEntry], known: Set<String>, _ fate: inout Fates
  ) {
    let count = chosen.count
    guard count > options.size else { return }
    let byValue = chosen.enumerated().sorted {
      (value(of: $0.element), -$0.offset) > (value(of: $1.element), -$1.offset)
    }.map(\.element)
    for entry in byValue.dropFirst(options.size) {
      let worth = String(format: "%.2f", value(of: entry))
      fate[entry.name] = (
        known.contains(entry.name) ? .retired : .dropped,
        "value \(worth) is not among the best \(options.size) of \(count)"
      )
      chosen.removeAll { $0.name == entry.name }
    }
  }

  /// What an entry is worth keeping for: uses (logarithmic), brevity (0…2), a direction for
  /// simplification (½), and nothing special about it (0.15 less for each constant and repetition).
  /// With few uses the small rules that definitions lack, such as `0 + a = a`, come out on top.
  public func value(of entry: LemmaEntry) -> Double {
    let share = Double(entry.schema.term.size) / Double(options.statementSizeMax + 1)
    let direction = entry.orientation == .none ? 0 : 0.5
    return log2(1 + entry.usefulness) + 2 * (1 - share) + direction
      - 0.15 * Double(entry.schema.specialness)
  }

  private func keptReason(_ entry: LemmaEntry, uses: Int, round: Int) -> String {
    if uses > 0 { return uses == 1 ? "used once" : "used \(uses) times" }
    let idle = round - entry.lastUsedRound
    return idle == 1 ? "unused for 1 round" : "unused for \(idle) rounds"
  }

  private func addedReason(_ entry: LemmaEntry) -> String {
    let text = domain.signature.print(entry.schema.term)
    switch (entry.kind, entry.orientation) {
    case (_, .leftToRight): return "a rule that nothing covers: \(text)"
    case (_, .rightToLeft): return "a rule from right to left that nothing covers: \(text)"
    case (.equation, .none), (.equivalence, .none):
      return "an equation without a direction that nothing covers: \(text)"
    default: return "a premise that nothing covers: \(text)"
    }
  }
}

/// Order in which lemmas are admitted: forms that no rule in sight reduces, small, few constants
/// and symbols, many variables; what is in the library before what is new.
struct SimplicityRank: Comparable {
  private let numbers: [Int]
  private let key: String

  init(_ entry: LemmaEntry, reducibleSides: Int, isKnown: Bool) {
    let schema = entry.schema
    numbers = [
      reducibleSides, schema.term.size, schema.specialness,
      schema.term.symbolCount, -schema.variables.count,
    ]
    // Read in the direction of use, so that a statement and its mirror image have the same key.
    let form =
      entry.orientation == .rightToLeft
      ? SchematicTerm(schema.term.mirrored ?? schema.term, sortOf: schema.sortOf) : schema
    key = form.key + (isKnown ? " 0 " : " 1 ") + entry.name
  }

  static func < (left: SimplicityRank, right: SimplicityRank) -> Bool {
    if left.numbers != right.numbers {
      return left.numbers.lexicographicallyPrecedes(right.numbers)
    }
    return left.key < right.key
  }
}
