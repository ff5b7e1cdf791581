import Records
import Terms

/// The typed grammar of a domain over a theory: constructors first, then functions in the order of their definitions,
/// each at all of the domain's sorts that its type can be instantiated to.
struct DerivedSymbols {
  let sorts: DerivedSorts
  let weights: [String: Double]

  private static let instancesMax = 24

  func symbols() -> [Symbol] {
    var found: [Symbol] = []
    for type in sorts.data {
      for constructor in DerivedSorts.constructors(of: type, sorts.theory) {
        let all = constructor.arguments
        guard all.allSatisfy(sorts.types.contains) else { continue }
        found.append(symbol(constructor.name, all, type, weight: 1))
      }
    }
    for function in sorts.functions {
      for (arguments, result) in instances(of: function) {
        found.append(symbol(function.name, arguments, result, weight: 2))
      }
    }
    for type in sorts.types where type.head == nil {
      let (arguments, result) = type.curried
      guard sorts.types.contains(result) || result == Self.proposition else { continue }
      found.append(symbol(Term.application, [type] + arguments, result, weight: 1))
    }
    for type in sorts.data {
      found.append(symbol("ite", [Self.proposition, type, type], type, weight: 0))
    }
    for type in sorts.data {
      found.append(symbol("=", [type, type], Self.proposition, weight: 4))
    }
    found += [
      propositional("→", 2, .infixr(25), weight: 1), propositional("∧", 2, .infixr(35)),
      propositional("∨", 2, .infixr(30)), propositional("↔", 2, .infix(20)),
      propositional("¬", 1, .prefix(result: 1024, argument: 40)), propositional("False", 0),
      propositional("True", 0),
    ]
    for binder in ["∀", "∃"] {
      for type in sorts.types where sorts.quantified.contains(type) {
        found.append(
          Symbol(
            lean: binder, arguments: [type.description, "Prop"], result: "Prop", isBinder: true,
            weight: weights[binder] ?? 0))
      }
    }
    return found
  }

  private static let proposition = TypeTerm.named("Prop", [])

  private func symbol(
    _ name: String, _ arguments: [TypeTerm], _ result: TypeTerm, weight: Double
  ) -> Symbol {
    Symbol(
      lean: name, arguments: arguments.map(\.description), result: result.description,
      notation: CoreNotation.notation(of: name), weight: weights[name] ?? weight)
  }

  private func propositional(
    _ name: String, _ arity: Int, _ notation: Notation = .application, weight: Double = 0
  ) -> Symbol {
    Symbol(
      lean: name, arguments: Array(repeating: "Prop", count: arity), result: "Prop",
      notation: notation, weight: weights[name] ?? weight)
  }

  /// The types of a function at which all of its arguments and its value are of the domain's sorts.
  private func instances(of function: Function) -> [(arguments: [TypeTerm], result: TypeTerm)] {
    let all = function.arguments + [function.result]
    let known = Set(sorts.types).union([Self.proposition])
    var found: [(arguments: [TypeTerm], result: TypeTerm)] = []
    func assign(_ rest: ArraySlice<String>, _ values: [String: TypeTerm]) {
      guard found.count < Self.instancesMax else { return }
      guard let parameter = rest.first else {
        let types = all.map { $0.substituting(values) }
        guard types.allSatisfy(known.contains) else { return }
        found.append((Array(types.dropLast()), types[types.count - 1]))
        return
      }
      let own = TypeTerm.named(parameter, [])
      // As it stands first: what is printed first is what a reader expects.
      for type in [own] + sorts.data.filter({ $0 != own }) {
        assign(rest.dropFirst(), values.merging([parameter: type]) { $1 })
      }
    }
    assign(function.parameters[...], [:])
    return found
  }
}
