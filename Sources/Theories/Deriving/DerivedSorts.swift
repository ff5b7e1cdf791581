import Records
import Terms

/// The sorts of a domain over a theory: the types of its functions as they stand, with `α`, `β`, … for type parameters,
/// and all types that those are made of.
struct DerivedSorts {
  /// Type parameters of the domain, by position.
  let parameters: [String]
  /// In the order in which the functions mention them.
  let types: [TypeTerm]
  let theory: Theory
  /// Functions that the domain has, with the domain's names for their type parameters.
  let functions: [Function]

  private static let parameterNames = ["α", "β", "γ", "δ"]
  /// Nodes of the largest type that becomes a sort.
  private static let typeSizeMax = 6

  /// - Parameter leaveOut: names of functions and types that the domain does without.
  init(_ theory: Theory, leavingOut leaveOut: Set<String>) {
    self.theory = theory
    let data = Set(theory.types.map(\.name)).subtracting(leaveOut)
    functions = theory.functions.filter { !leaveOut.contains($0.name) }.compactMap { function in
      guard function.parameters.count <= Self.parameterNames.count else { return nil }
      let values = Dictionary(
        zip(function.parameters, Self.parameterNames.map { TypeTerm.named($0, []) }),
        uniquingKeysWith: { first, _ in first })
      var renamed = function
      renamed.parameters = Array(Self.parameterNames.prefix(function.parameters.count))
      renamed.arguments = function.arguments.map { $0.substituting(values) }
      renamed.result = function.result.substituting(values)
      let known = data.union(renamed.parameters).union(["Prop"])
      let heads = (renamed.arguments + [renamed.result]).flatMap(\.parts).compactMap(\.head)
      return heads.allSatisfy(known.contains) ? renamed : nil
    }
    var seen: Set<TypeTerm> = []
    var types: [TypeTerm] = []
    func add(_ type: TypeTerm) {
      guard type != .named("Prop", []), type.size <= Self.typeSizeMax else { return }
      if seen.insert(type).inserted { types.append(type) }
      for part in type.children { add(part) }
    }
    for function in functions { for type in function.arguments + [function.result] { add(type) } }
    // A value of a sort is made of values of sorts.
    var index = 0
    while index < types.count {
      for argument in Self.constructors(of: types[index], theory).flatMap(\.arguments) {
        add(argument)
      }
      index += 1
    }
    // Tests are made everywhere, and a condition is one.
    if data.contains("Bool") { add(.named("Bool", [])) }
    self.types = types
    let used = Set(types.flatMap(\.parts).compactMap(\.head))
    parameters = Self.parameterNames.filter(used.contains)
  }

  /// Sorts that have variables: what functions take, the most used ones.
  var quantified: Set<TypeTerm> {
    var uses: [TypeTerm: Int] = [:]
    for function in functions {
      for type in function.arguments { uses[type, default: 0] += 1 }
    }
    // A function variable is applied to variables of its arguments' types.
    for type in types where type.head == nil && uses[type] != nil {
      for argument in type.curried.arguments { uses[argument, default: 0] += 1 }
    }
    let order = types.enumerated().filter { uses[$0.element] != nil }.sorted {
      (uses[$1.element] ?? 0, $0.offset) < (uses[$0.element] ?? 0, $1.offset)
    }
    return Set(order.prefix(Self.quantifiedMax).map(\.element))
  }

  /// The conjecturer's grammar has room for so many sorts with variables.
  private static let quantifiedMax = 12

  var data: [TypeTerm] { types.filter { $0.head != nil } }

  /// Constructors of a type at its arguments; none for parameters and functions.
  static func constructors(of type: TypeTerm, _ theory: Theory) -> [InductiveType.Constructor] {
    guard case .named(let name, let arguments) = type, let read = theory.type(name),
      read.parameters.count == arguments.count
    else { return [] }
    let values = Dictionary(
      zip(read.parameters, arguments), uniquingKeysWith: { first, _ in first })
    return read.constructors.map {
      .init(name: $0.name, arguments: $0.arguments.map { $0.substituting(values) })
    }
  }

  // MARK: Names

  /// The sorts with names for variables that nothing else has.
  /// - Parameter taken: names of symbols.
  func sorts(taken: Set<String>, carrier: String) -> [Sort] {
    var used = taken.union(parameters)
    let values = SampleTexts(theory: theory, carriers: carriers(carrier))
    let quantified = quantified
    return types.map { type in
      let names = names(for: type, avoiding: used)
      used.formUnion(names)
      return Sort(
        type: type.description, variables: names, values: values.texts(of: type),
        isQuantifiable: quantified.contains(type))
    }
  }

  func carriers(_ carrier: String) -> [String: String] {
    Dictionary(parameters.map { ($0, carrier) }, uniquingKeysWith: { first, _ in first })
  }

  private func names(for type: TypeTerm, avoiding used: Set<String>) -> [String] {
    let stems = Self.stems(for: type)
    var seen = used
    let free = stems.filter { seen.insert($0).inserted }
    if free.count >= 2 { return free }
    var names = free
    var number = 1
    while names.count < Self.namesEnough {
      let name = "\(stems[0])\(number)"
      if !used.contains(name) { names.append(name) }
      number += 1
    }
    return names
  }

  private static let namesEnough = 3

  /// Customary names for variables of a type; the first is the stem of fresh names.
  static func stems(for type: TypeTerm) -> [String] {
    switch type {
    case .named("Nat", _): ["n", "m", "k", "i"]
    case .named("Bool", _): ["b", "c", "d"]
    case .named("List", let parts) where parts.first?.head == "Nat": ["ns", "ms", "ks"]
    case .named("List", let parts) where parts.first?.head == "List": ["xss", "yss", "zss"]
    case .named("List", let parts) where parts.first?.head == "β": ["us", "vs", "ws"]
    case .named("List", let parts) where parts.first?.head == "α": ["xs", "ys", "zs"]
    case .named("List", _): ["ls", "ks", "hs"]
    case .named("Prod", _): ["p", "q", "r"]
    case .named("α", []): ["x", "y", "z"]
    case .named("β", []): ["u", "v", "w"]
    case .function(_, let result) where result.head == "Bool" || result.head == "Prop":
      ["P", "Q", "R"]
    case .function: ["f", "g", "h"]
    case .named(let name, _):
      [
        (name.split(separator: ".").last.map(String.init) ?? name).prefix(1).lowercased(),
        "s", "t", "e",
      ]
    }
  }
}

/// Small values of types as Lean text.
struct SampleTexts {
  let theory: Theory
  /// What stands for type parameters.
  let carriers: [String: String]

  private static let valuesMax = 4
  private static let depthMax = 3

  func texts(of type: TypeTerm) -> [String] {
    let type = type.substituting(carriers.mapValues { .named($0, []) })
    return Array(values(of: type, depth: Self.depthMax).prefix(Self.valuesMax)).map {
      ascribed($0, type)
    }
  }

  private func ascribed(_ text: String, _ type: TypeTerm) -> String {
    guard case .named(_, let arguments) = type, !arguments.isEmpty else { return text }
    return "(\(text) : \(type))"
  }

  private func values(of type: TypeTerm, depth: Int) -> [String] {
    switch type {
    case .named("Nat", []): return ["0", "1", "2", "3"]
    case .named:
      guard depth > 0 else { return [] }
      var found: [String] = []
      for constructor in DerivedSorts.constructors(of: type, theory) {
        found += combinations(
          constructor.arguments.map { values(of: $0, depth: depth - 1) }
        ).prefix(Self.valuesMax).map { application(constructor.name, $0) }
      }
      return found
    case .function:
      let (arguments, result) = type.curried
      let holes = arguments.map { "(_ : \($0))" }.joined(separator: " ")
      var found: [String] = []
      if arguments == [.named("Nat", [])] {
        if result == .named("Nat", []) { found = ["Nat.succ", "(fun (n : Nat) => n * n)"] }
        if result == .named("Bool", []) { found = ["(fun (n : Nat) => Nat.beq n 0)"] }
      }
      return found
        + values(of: result, depth: depth - 1).prefix(2).map {
          "(fun \(holes) => \(ascribed($0, result)))"
        }
    }
  }

  /// Choices of one value each, small ones first.
  private func combinations(_ lists: [[String]]) -> [[String]] {
    lists.reduce([[]]) { done, values in
      values.prefix(2).flatMap { value in done.map { $0 + [value] } }
    }
  }

  private func application(_ name: String, _ arguments: [String]) -> String {
    let constant = CoreNotation.constant(spelled: name)
    let head = CoreNotation.notation(of: name) == .application ? name : constant
    let parts = arguments.map { $0.contains(" ") && !$0.hasPrefix("(") ? "(\($0))" : $0 }
    return ([head] + parts).joined(separator: " ")
  }
}
