import Basics
import Records
import Terms
import TestSupport
import Testing

@testable import Curriculum

/// True equations of `nat` in random order, as a prover would find them.
private enum TrueEquations {
  /// Terms by size, over three variables.
  static func terms(upTo size: Int) -> [Term] {
    var bySize: [[Term]] = [[], ["a", "b", "c"].map { Term.variable($0) } + [.apply("0", [])]]
    for total in 2...size {
      var found = bySize[total - 1].map { Term.apply("Nat.succ", [$0]) }
      for left in stride(from: 1, to: total - 1, by: 1) {
        for x in bySize[left] {
          for y in bySize[total - 1 - left] {
            found += [.apply("+", [x, y]), .apply("*", [x, y])]
          }
        }
      }
      bySize.append(found)
    }
    return bySize.flatMap { $0 }
  }

  static func value(_ term: Term, _ values: [String: Int]) -> Int {
    let parts = term.children.map { value($0, values) }
    switch term {
    case .variable(let name): return values[name] ?? 0
    case .apply("+", _): return parts[0] &+ parts[1]
    case .apply("*", _): return parts[0] &* parts[1]
    case .apply("Nat.succ", _): return parts[0] &+ 1
    default: return 0
    }
  }

  /// Terms of equal value at a few points, which at this size means everywhere.
  static let classes: [[Term]] = {
    let points = [(0, 1, 2), (3, 5, 7), (11, 2, 13), (1, 0, 4), (17, 19, 23)]
    var classes: [[Int]: [Term]] = [:]
    var order: [[Int]] = []
    for term in terms(upTo: 5) {
      let key = points.map { value(term, ["a": $0.0, "b": $0.1, "c": $0.2]) }
      if classes[key] == nil { order.append(key) }
      classes[key, default: []].append(term)
    }
    return order.compactMap { classes[$0] }.filter { $0.count > 1 }
  }()

  /// Pairs of different terms of one class.
  static func sample(_ count: Int, _ random: inout SplitMix64) -> [SchematicTerm] {
    var found: [SchematicTerm] = []
    while found.count < count {
      let group = classes[Int(random.next() % UInt64(classes.count))]
      let left = group[Int(random.next() % UInt64(group.count))]
      let right = group[Int(random.next() % UInt64(group.count))]
      if left == right { continue }
      found.append(
        SchematicTerm(.apply("=", [left, right]), sortOf: TestDomains.nat.sortOfVariable))
    }
    return found
  }
}

@Suite struct LibraryJunkTests {
  static let facts = [
    ("zero_add", "0 + a = a"), ("succ_add", "Nat.succ a + b = Nat.succ (a + b)"),
    ("add_comm", "a + b = b + a"), ("add_assoc", "a + b + c = a + (b + c)"),
    ("zero_mul", "0 * a = 0"), ("succ_mul", "Nat.succ a * b = a * b + b"),
    ("mul_comm", "a * b = b * a"), ("mul_assoc", "a * b * c = a * (b * c)"),
  ]

  /// Thirty random truths come with each fact: it still gets in, or is there in another form: as an
  /// instance of an entry, or with an entry's rule for the same left side, such as
  /// `Nat.succ b * c = c + b * c`.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func theFactsGetInThroughRandomTruths(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let library = try LemmaLibrary(
      domain: TestDomains.nat, theory: Fixture.natTheory, options: LibraryOptions())
    var entries: [LemmaEntry] = []
    var truths = TrueEquations.sample(30 * Self.facts.count, &random)
    for (index, fact) in Self.facts.enumerated() {
      let round = index + 1
      var theorems = truths.prefix(30).enumerated().map { number, schema in
        Fixture.theorem("t\(round)_\(number)", TestDomains.nat.signature.print(schema.term))
      }
      truths.removeFirst(30)
      theorems.append(Fixture.theorem(fact.0, fact.1))
      let update = library.update(
        entries: entries, theorems: theorems, uses: [:], round: round)
      entries = update.entries
      let statement = Fixture.schema(fact.1)
      let left = statement.term.children[0]
      let text = entries.map { "\($0.name): \(TestDomains.nat.signature.print($0.schema.term))" }
      #expect(
        entries.contains {
          if statement.isInstance(of: $0.schema, in: TestDomains.nat.signature) { return true }
          guard $0.orientation != .none, let rule = $0.sides else { return false }
          return rule.left.matching(left, variables: $0.schema.variableNames) != nil
        },
        "seed \(seed): no \(fact.0) among \(text.joined(separator: "; "))")
      #expect(entries.count <= 20)
      #expect(Set(entries.map(\.name)).count == entries.count)
    }
  }
}
