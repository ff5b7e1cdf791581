import Records

/// A domain as the corpus needs it: its name and what its modules import and open.
public struct CorpusDomain: Hashable, Sendable {
  public let name: String
  /// Lean module of the theory: `Theory.Nat`.
  public let theory: String
  public let opens: [String]

  public init(name: String, theory: String, opens: [String]) {
    self.name = name
    self.theory = theory
    self.opens = opens
  }

  public init(_ domain: Domain) {
    self.init(name: domain.name, theory: domain.module, opens: domain.opens)
  }
}

/// Where a domain's theorems of a round stand.
public struct ModuleName: Hashable, Sendable, Comparable {
  public let domain: String
  public let round: Int

  public init(domain: String, round: Int) {
    self.domain = domain
    self.round = round
  }

  /// `round-0003`: the round's tag and the name of its records.
  public static func tag(round: Int) -> String { "round-" + digits(round) }

  /// `data/round-0003.jsonl`. A file a round, because one growing file would be stored whole in each commit.
  public static func records(round: Int) -> String { "data/\(tag(round: round)).jsonl" }

  static func round(ofRecords path: String) -> Int? {
    guard path.hasPrefix("data/round-"), path.hasSuffix(".jsonl") else { return nil }
    return Int(path.dropFirst("data/round-".count).dropLast(".jsonl".count))
  }

  /// Whether a module holds theorems that a run has found.
  public static func isGrown(_ module: String) -> Bool { module.hasPrefix("Lemmaloom.") }

  /// `Lemmaloom.Nat.Round0003`
  public var module: String { "Lemmaloom.\(folder).Round\(Self.digits(round))" }
  /// `Lemmaloom/Nat/Round0003.lean`
  public var file: String { "Lemmaloom/\(folder)/Round\(Self.digits(round)).lean" }
  /// `traces/Nat/Round0003.md`
  public var traces: String { "traces/\(folder)/Round\(Self.digits(round)).md" }

  public static func < (left: ModuleName, right: ModuleName) -> Bool {
    (left.round, left.domain) < (right.round, right.domain)
  }

  /// The domain's name as a component of a Lean module: `boolean algebra` is `BooleanAlgebra`.
  private var folder: String {
    let words = domain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return name.first?.isLetter == true ? name : "Domain\(name)"
  }

  private static func digits(_ round: Int) -> String {
    let text = String(round)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }
}
