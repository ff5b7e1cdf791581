import Records
import Terms

extension TemplateFiller {
  /// `{v}`, alone or with `{w}`.
  mutating func onVariables(_ index: Int, _ text: String, sort pattern: String) -> [Candidate] {
    var found: [(candidate: Candidate, score: Int)] = []
    for variable in goal.variables where Self.fits(variable.sort, pattern) {
      var relations: [Relation] = []
      switch goal.target?.occurrences(of: variable.name) ?? 0 {
      case 0: relations.append(.absent)
      case 1: relations.append(.occursOnce)
      case 2: relations.append(.occursTwice)
      default: relations.append(.occursOften)
      }
      let places =
        goal.target.map { recursion(on: variable.name, in: $0) }
        ?? (recursive: 0, other: 0)
      if places.recursive > 0 { relations.append(.recursive) }
      if hypotheses.contains(where: { ($0.term?.occurrences(of: variable.name) ?? 0) > 0 }) {
        relations.append(.inHypotheses)
      }
      if relations.contains(.absent) && !relations.contains(.inHypotheses) { continue }
      // Induction would drag the hypotheses along as premises of its own; nothing good comes of it.
      if relations.contains(.inHypotheses) && shapes[index].isInduction { continue }
      // Where nothing takes the variable apart, its cases reduce nothing.
      if domain.isDerived, places.recursive == 0 {
        let inside = hypotheses.compactMap(\.term).contains {
          recursion(on: variable.name, in: $0).recursive > 0
        }
        if shapes[index].isInduction || !inside { continue }
      }
      var filled = text.replacing("{v}", with: variable.name)
      if shapes[index].hasOthers {
        let others = others(besides: variable.name)
        if others.isEmpty { continue }
        filled = filled.replacing("{w}", with: others.joined(separator: " "))
      }
      found.append(
        (
          candidate(
            index, filled, about: encoding.encode(.variable(variable.name)), relations: relations),
          places.recursive - places.other
        ))
    }
    guard domain.isDerived else { return found.map(\.candidate) }
    // Where most of a variable's places reduce, the induction hypothesis is likely to fit.
    return found.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }
    .map(\.element.candidate)
  }

  /// Whether a sort is one of a template's: `_` in its text stands for any type.
  static func fits(_ sort: String, _ pattern: String) -> Bool {
    if sort == pattern { return true }
    guard pattern.contains("_"), let wanted = TypeText.parse(pattern),
      let type = TypeText.parse(sort)
    else { return false }
    return wanted.matching(type, parameters: []) != nil
  }

  /// Variables of the target that an induction on `name` can hold for all values of: data other than `name`.
  private func others(besides name: String) -> [String] {
    goal.variables.filter { variable in
      variable.name != name && variable.sort != "Type" && !variable.sort.contains("→")
        && (goal.target?.occurrences(of: variable.name) ?? 0) > 0
    }.map(\.name)
  }

  /// How often a variable stands where an equation takes it apart, and elsewhere.
  func recursion(on name: String, in term: Term) -> (recursive: Int, other: Int) {
    var (recursive, all) = (0, 0)
    for case .apply(let symbol, let arguments) in term.subterms {
      for (index, argument) in arguments.enumerated() where argument == .variable(name) {
        all += 1
        if recursivePositions[symbol]?.contains(index) == true { recursive += 1 }
      }
    }
    return (recursive, all - recursive)
  }

  // MARK: Blocked reductions

  /// `{b}`: truth values that keep something from reducing, what others wait for first.
  mutating func onTests(_ index: Int, _ text: String) -> [Candidate] {
    var tests: [Term] = []
    for term in [goal.target].compactMap({ $0 }) + hypotheses.compactMap(\.term) {
      collectTests(term, bound: [], into: &tests)
    }
    // What is known needs no distinction.
    let known = hypotheses.flatMap { hypothesis -> [Term] in
      guard case .apply("=", let sides) = hypothesis.term else { return [] }
      return sides
    }
    return tests.filter { !known.contains($0) }.map { test in
      candidate(
        index, text.replacing("{b}", with: domain.signature.print(test)),
        about: encoding.encode(test), relations: [])
    }
  }

  private func collectTests(_ term: Term, bound: Set<String>, into tests: inout [Term]) {
    func offer(_ test: Term) {
      guard case .apply(let symbol, let arguments) = test, !arguments.isEmpty,
        !constructors.contains(symbol), bound.isDisjoint(with: test.freeVariables),
        !tests.contains(test), domain.signature.sort(of: test, sortOf: sorts) == "Bool"
      else { return }
      tests.append(test)
    }
    switch term {
    case .variable: return
    case .bind(_, let variable, _, let body):
      collectTests(body, bound: bound.union([variable]), into: &tests)
    case .apply(let symbol, let arguments):
      for argument in arguments { collectTests(argument, bound: bound, into: &tests) }
      if symbol == "ite", case .apply("=", let sides)? = arguments.first { sides.forEach(offer) }
      for position in (recursivePositions[symbol] ?? []).sorted() where position < arguments.count {
        offer(arguments[position])
      }
    }
  }

  private var sorts: [String: String] {
    Dictionary(goal.variables.map { ($0.name, $0.sort) }, uniquingKeysWith: { first, _ in first })
  }

  /// `{c}`: calls of a function whose arguments at recursive positions are different variables that stand nowhere else in
  /// the call.
  mutating func onCalls(_ index: Int, _ text: String, of function: String) -> [Candidate] {
    guard let target = goal.target else { return [] }
    let positions = recursivePositions[function] ?? []
    let held = Set(hypotheses.compactMap(\.term).flatMap(\.freeVariables))
    let locals = Set(goal.variables.map(\.name))
    var calls: [Term] = []
    for case .apply(let symbol, let arguments) in target.subterms where symbol == function {
      let call = Term.apply(symbol, arguments)
      let names = positions.compactMap { position -> String? in
        guard position < arguments.count, case .variable(let name) = arguments[position] else {
          return nil
        }
        return name
      }
      guard names.count == positions.count, Set(names).count == names.count,
        names.allSatisfy({ call.occurrences(of: $0) == 1 && !held.contains($0) }),
        locals.isSuperset(of: call.freeVariables), !calls.contains(call)
      else { continue }
      calls.append(call)
    }
    return calls.map { call in
      candidate(
        index, text.replacing("{c}", with: domain.signature.print(call)),
        about: encoding.encode(call), relations: [.recursive])
    }
  }
}
