import Records
import Terms

// How `domains:` is written. The values are those of `Records`; what belongs together across keys
// is checked in DomainCheck.swift.

extension Format where Value == Domain {
  /// One domain below its name.
  static let domain = Format.record(
    Domain(
      name: "", module: "", sorts: [], symbols: [], premises: [], simplification: [], tactics: [],
      baseline: [], grammar: GrammarOptions()),
    sparse: true,
    fields: [
      Field(
        "theory", \.module, .lean(limit: 256, problem: LeanName.problem(with:)),
        "Lean module of the theory in the seed corpus.", required: true),
      Field(
        "open", \.opens, .set(.lean(limit: 256, problem: LeanName.problem(with:))),
        "Namespaces opened in every file of the domain."),
      Field(
        "parameters", \.parameterEntries, .list(ParameterEntry.format, count: 0...16),
        "Type parameters, and the type that stands for each when a conjecture is tried."),
      Field(
        "sorts", \.sorts, .list(.sort, count: 1...64),
        "Types of terms, with names for variables; without them the theory's."),
      Field(
        "symbols", \.symbols, .list(.symbol, count: 1...512),
        "Symbols of the grammar with their types; without them the theory's functions."),
      Field(
        "premises", \.premises, .set(.lean(limit: 256, problem: LeanName.problem(with:))),
        "Theory lemmas that proofs may use."),
      Field(
        "borrows", \.borrows, .set(.lean(limit: 64)),
        "Domains over the same theory whose lemma libraries proofs may use too."),
      Field(
        "simplification", \.simplification, .set(.lean(limit: 256)),
        "Those of them that simp only uses, left to right."),
      Field(
        "tactics", \.tactics, .set(.tactic, count: 1...512),
        "Tactic templates of the prover; without them those that the theory's types bring."),
      Field(
        "baseline", \.baseline, .set(.lean(problem: Domain.problem(withTactic:))),
        "Tactics that make a conjecture trivial."),
      Field("grammar", \.grammar, .grammar, "Sizes of sampled statements."),
      Field(
        "leave_out", \.leaveOut, .set(.lean(limit: 256)),
        "Functions and types of the theory that the domain does without."),
      Field(
        "weights", \.weights, .weights,
        "Relative frequency in samples of symbols that the theory brings."),
      Field(
        "extra_tactics", \.extraTactics, .set(.tactic, count: 0...512),
        "Tactic templates beyond those that the theory's types bring."),
    ],
    check: { $0.findings() })
}

/// A type parameter as the configuration writes it; `Domain` keeps binder and carrier apart.
struct ParameterEntry: Equatable, Sendable {
  var name = ""
  var type = "Type"
  var carrier = ""

  static let format = Format<ParameterEntry>.record(
    ParameterEntry(), sparse: true,
    fields: [
      Field(
        "name", \.name, .lean(limit: 64, problem: LeanName.problem(with:)), "As in α.",
        required: true),
      Field("type", \.type, .lean(limit: 256), "Its type, as in Type."),
      Field(
        "carrier", \.carrier, .lean(limit: 256),
        "What stands for it when a conjecture is tried at small values, as in Bool.", required: true
      ),
    ])
}

extension Domain {
  fileprivate var parameterEntries: [ParameterEntry] {
    get {
      parameters.map {
        ParameterEntry(name: $0.name, type: $0.type, carrier: carriers[$0.name] ?? "")
      }
    }
    set {
      parameters = newValue.map { Binder(name: $0.name, type: $0.type) }
      carriers = Dictionary(
        newValue.map { ($0.name, $0.carrier) }, uniquingKeysWith: { first, _ in first })
    }
  }

  fileprivate var symbols: [Symbol] {
    get { signature.symbols }
    set { signature = Signature(newValue) }
  }
}

extension Format where Value == String {
  /// A type that names a sort; spaces and outer parentheses don't matter.
  fileprivate static let sortName: Format = {
    let text = Format.lean(limit: 256) {
      SymbolType.split($0) == nil ? "is '\($0)', which is no type" : nil
    }
    return Format(
      decode: { node, path, decoding in
        text.decode(node, path, &decoding).map(SymbolType.normalised)
      },
      encode: text.encode, schema: text.schema)
  }()
}

extension Format where Value == Sort {
  fileprivate static let sort = Format.record(
    Sort(type: "", variables: []), sparse: true,
    fields: [
      Field("type", \.type, .sortName, "The Lean type.", required: true),
      Field(
        "variables", \.variables, .set(.lean(limit: 32), count: 0...64),
        "Names that variables of this sort get, in order."),
      Field(
        "values", \.values, .set(.lean(limit: 256), count: 0...256), "Small values, as Lean text."),
      Field(
        "quantify", \.isQuantifiable, .boolean,
        "Whether conjectures may quantify over variables of this sort."),
    ])
}

extension Symbol {
  fileprivate var typeText: String {
    get { SymbolType.join(arguments, result) }
    set {
      guard let type = SymbolType.split(newValue) else { return }
      (arguments, result) = type
    }
  }
}

extension Format where Value == Symbol {
  fileprivate static let symbol = Format.record(
    Symbol(lean: "", arguments: [], result: ""), sparse: true,
    fields: [
      Field("lean", \.lean, .lean(limit: 256), "Name, operator or literal.", required: true),
      Field("type", \.typeText, .sortName, "As in Nat → Nat → Prop.", required: true),
      Field("notation", \.notation, .notation, NotationText.expected + "."),
      Field(
        "binder", \.isBinder, .boolean, "For ∀ and ∃: the first argument is the bound variable."),
      Field(
        "weight", \.weight, .number(0...1_000_000),
        "Relative frequency in samples; 0: only proofs use it."),
    ])
}

extension Format where Value == Notation {
  fileprivate static let notation = Format(
    decode: { node, path, decoding in
      if case .scalar(let text, _) = node.content, let notation = NotationText.parse(text) {
        return notation
      }
      decoding.reject(node, path, mustBe: NotationText.expected)
      return nil
    },
    encode: { .text(NotationText.print($0)) }, schema: [("type", .string("string"))])
}

extension Format where Value == TacticTemplate {
  private static let long = Format.record(
    TacticTemplate(text: ""), sparse: true,
    fields: [
      Field(
        "text", \.text, .lean(problem: Domain.problem(withTactic:)), "Tactic with holes.",
        required: true),
      Field("target", \.target, .set(.lean(limit: 256)), "Head symbols the target must have."),
      Field(
        "hypothesis", \.hypothesis, .set(.lean(limit: 256)), "Head symbols that {h} must have."),
      Field(
        "variable", \.variable, .optional(.sortName), "Sort of {v}; _ in it is any type."),
      Field("term", \.term, .optional(.sortName), "Sort of {t}."),
      Field("call", \.call, .optional(.lean(limit: 256)), "Function of {c}."),
    ])

  /// A text alone, or a mapping with conditions.
  fileprivate static let tactic: Format = {
    let short = Format<String>.lean(problem: Domain.problem(withTactic:))
    return Format(
      decode: { node, path, decoding in
        if case .mapping = node.content { return long.decode(node, path, &decoding) }
        return short.decode(node, path, &decoding).map { TacticTemplate(text: $0) }
      },
      encode: { $0 == TacticTemplate(text: $0.text) ? .text($0.text) : long.encode($0) },
      schema: [("anyOf", .array([.object(short.schema), .object(long.schema)]))])
  }()
}

extension Format where Value == String? {
  /// A key without a default. Never printed while it is nil, because the records that have one are
  /// sparse.
  fileprivate static func optional(_ format: Format<String>) -> Format {
    Format(
      decode: { node, path, decoding in
        format.decode(node, path, &decoding).map(Optional.some)
      },
      encode: { $0.map(format.encode) ?? .scalar("null") }, schema: format.schema)
  }
}

extension Format where Value == [String: Double] {
  /// Symbols with their weights.
  fileprivate static let weights: Format = {
    let number = Format<Double>.number(0...1_000_000)
    return Format(
      decode: { node, path, decoding in
        guard let entries = Format.entries(of: node, path, &decoding) else { return nil }
        var weights: [String: Double] = [:]
        for entry in entries {
          let inner = Decoding.join(path, entry.key)
          decoding.places[inner] = entry.value.place
          guard let weight = number.decode(entry.value, inner, &decoding) else { return nil }
          weights[entry.key] = weight
        }
        return weights
      },
      encode: { weights in
        .mapping(
          weights.sorted { $0.key < $1.key }.map {
            .init(key: $0.key, value: number.encode($0.value))
          }
        )
      },
      schema: [("type", .string("object")), ("additionalProperties", .object(number.schema))])
  }()
}

extension Format where Value == GrammarOptions {
  fileprivate static let grammar = Format.record(
    GrammarOptions(), sparse: true,
    fields: [
      Field(
        "exhaustive_size", \.exhaustiveSize, .integer(0...32),
        "Sizes (symbols) up to which all statements are enumerated; 0: none."),
      Field("size_min", \.minimumSize, .integer(1...1024), "Smallest sampled statement."),
      Field("size_max", \.maximumSize, .integer(1...1024), "Largest sampled statement."),
      Field(
        "variables_max", \.maximumVariables, .integer(0...64), "Distinct variables in a statement."),
    ],
    check: { grammar in
      grammar.minimumSize <= grammar.maximumSize
        ? []
        : [
          Finding(
            "size_min", "is \(grammar.minimumSize), larger than size_max (\(grammar.maximumSize))")
        ]
    })
}
