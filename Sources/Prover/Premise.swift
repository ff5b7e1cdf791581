import LeanInterface
import Records
import Terms

/// A lemma that proofs may use: a theory lemma or a theorem of the library.
public struct Premise: Hashable, Sendable {
  public typealias Parameter = LeadingBinders.Variable
  public let name: String
  /// Leading universally quantified variables, in order.
  public let parameters: [Parameter]
  /// What follows them; hypotheses stand in it as implications.
  public let body: Term
  /// How `simp only` uses it: `name`, or `← name` from right to left; nil when it does not.
  public let simplification: String?
  /// A theorem of the run's own library, as opposed to one of the theory.
  public let isLibrary: Bool

  var variables: Set<String> { Set(parameters.map(\.name)) }

  /// The conclusion and the number of hypotheses in front of it.
  var conclusion: (term: Term, hypotheses: Int) { Self.conclusion(of: body) }

  static func conclusion(of term: Term) -> (term: Term, hypotheses: Int) {
    var current = term
    var count = 0
    while true {
      switch current {
      case .apply("→", let sides) where sides.count == 2:
        current = sides[1]
        count += 1
      case .apply("¬", let inside) where inside.count == 1:
        return (.apply("False", []), count + 1)
      default: return (current, count)
      }
    }
  }

  /// A library theorem as a premise; nil when its statement is outside the grammar.
  public init?(name: String, statement: Statement, domain: Domain, simplification: String?) {
    let binders = statement.binders
    let locals = Set(binders.map(\.name))
    guard let target = try? domain.signature.parse(statement.target, locals: locals) else {
      return nil
    }
    let sorts = Set(domain.sorts.map(\.type) + ["Type"])
    var term = target
    for binder in binders.reversed() where !sorts.contains(binder.type) {
      guard let hypothesis = try? domain.signature.parse(binder.type, locals: locals) else {
        return nil
      }
      term = .apply("→", [hypothesis, term])
    }
    self.init(
      name: name,
      parameters: binders.filter { sorts.contains($0.type) }.map {
        Parameter(name: $0.name, type: $0.type, isExplicit: true)
      }, body: term, simplification: simplification, isLibrary: true)
  }

  public init(
    name: String, parameters: [Parameter], body: Term, simplification: String?, isLibrary: Bool
  ) {
    // Renamed apart: a rule's variables must not be confused with the goal's.
    var values: [String: Term] = [:]
    for parameter in parameters { values[parameter.name] = .variable("?" + parameter.name) }
    self.name = name
    self.parameters = parameters.map {
      Parameter(name: "?" + $0.name, type: $0.type, isExplicit: $0.isExplicit)
    }
    self.body = body.substituting(values)
    self.simplification = simplification
    self.isLibrary = isLibrary
  }

  /// Reads the domain's theory lemmas as Lean states them (`#check @name`).
  public static func theory(of domain: Domain, pool: LeanPool, header: LeanHeader) async throws
    -> [Premise]
  {
    let outcomes = try await pool.run(domain.premises.map { "#check @\($0)" }, header: header)
    var premises: [Premise] = []
    for (name, outcome) in zip(domain.premises, outcomes) {
      guard case .finished(let messages, _) = outcome, let message = messages.first,
        message.severity == .information, let colon = message.text.range(of: " : ")
      else { throw ProverError.unknownPremise(domain: domain.name, name: name, said: outcome) }
      let text = message.text[colon.upperBound...].split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      let stated = LeadingBinders(text)
      guard
        let body = try? domain.signature.parse(
          stated.rest, locals: Set(stated.variables.map(\.name)))
      else { continue }  // Usable by name in a tactic template, but no rule and no `{p}`.
      premises.append(
        Premise(
          name: name, parameters: stated.variables, body: body,
          simplification: domain.simplification.contains(name) ? name : nil, isLibrary: false))
    }
    return premises
  }
}

extension StringProtocol {
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// What can go wrong before a search starts.
public enum ProverError: Error, CustomStringConvertible {
  case unknownPremise(domain: String, name: String, said: SnippetOutcome)

  public var description: String {
    switch self {
    case .unknownPremise(let domain, let name, let said):
      "domains.\(domain).premises: Lean does not know '\(name)' (\(said)); "
        + "declare it in the theory file or correct the name"
    }
  }
}
