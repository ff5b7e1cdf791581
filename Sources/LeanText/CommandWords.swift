/// What a word of Lean's does where it stands as a keyword. Every list of words that a reader needs is a role here.
public struct WordRoles: OptionSet, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Begins a command wherever it stands: no term and no tactic has it.
  public static let command = WordRoles(rawValue: 1 << 0)
  /// Begins a command at the start of a line, or where the command before can hold no term: terms have it too.
  public static let lineCommand = WordRoles(rawValue: 1 << 1)
  /// Declares something that has a name.
  public static let declares = WordRoles(rawValue: 1 << 2)
  /// Declares something that needs a proof: `theorem`, `lemma`, `example`.
  public static let proves = WordRoles(rawValue: 1 << 3)
  /// Stands in front of a declaration.
  public static let modifier = WordRoles(rawValue: 1 << 4)
  public static let opensScope = WordRoles(rawValue: 1 << 5)
  public static let closesScope = WordRoles(rawValue: 1 << 6)
  /// Stands in front of the first command.
  public static let header = WordRoles(rawValue: 1 << 7)
  /// With `in` it holds for the next command alone.
  public static let withIn = WordRoles(rawValue: 1 << 8)
  /// Holds no term, so that a word which terms may have begins a command behind it.
  public static let termless = WordRoles(rawValue: 1 << 9)
  /// Declares syntax, or how it is elaborated.
  public static let syntax = WordRoles(rawValue: 1 << 10)
  /// Runs code while Lean elaborates.
  public static let runsCode = WordRoles(rawValue: 1 << 11)
  /// A tactic or term in place of a proof.
  public static let placeholder = WordRoles(rawValue: 1 << 12)
  /// Belongs to a declaration behind its body.
  public static let declarationPart = WordRoles(rawValue: 1 << 13)
  /// May open a helper of a proof, which stands in front of the theorems behind it in the corpus too: what would hold for
  /// them, such as an instance, may not.
  public static let helper = WordRoles(rawValue: 1 << 14)
}

public enum CommandWords {
  public static func roles(_ word: String) -> WordRoles { table[word] ?? [] }

  public static func has(_ role: WordRoles, _ word: String) -> Bool { roles(word).contains(role) }

  private static let table: [String: WordRoles] = {
    var table: [String: WordRoles] = [:]
    for (words, roles) in rows {
      for word in words.split(separator: " ") { table[String(word), default: []].formUnion(roles) }
    }
    return table
  }()

  /// Lean's own words, then Batteries' and Mathlib's.
  private static let rows: [(String, WordRoles)] = [
    ("theorem lemma", [.command, .declares, .proves, .helper]),
    ("example", [.command, .declares, .proves]),
    ("def abbrev", [.command, .declares, .helper]),
    ("instance structure inductive class coinductive", [.command, .declares]),
    ("axiom opaque irreducible_def", [.command, .declares]),
    ("private protected noncomputable nonrec", [.modifier, .helper]),
    ("unsafe partial local scoped public meta", .modifier),
    ("namespace section mutual", [.command, .opensScope, .termless]),
    ("end", [.command, .closesScope, .termless]),
    ("import", [.command, .header, .termless]),
    ("prelude module", [.header]),
    ("open set_option", [.lineCommand, .withIn, .termless]),
    ("include omit", [.lineCommand, .withIn, .termless]),
    ("attribute", [.command, .withIn, .termless]),
    ("variable", [.command, .withIn]),
    ("universe export", [.command, .termless]),
    ("macro macro_rules syntax notation infix infixl infixr prefix postfix", [.command, .syntax]),
    ("declare_syntax_cat binder_predicate notation3", [.command, .syntax]),
    ("elab elab_rules", [.command, .syntax, .runsCode]),
    ("initialize builtin_initialize run_cmd run_elab run_meta", [.command, .runsCode]),
    ("simproc simproc_decl dsimproc dsimproc_decl", [.command, .runsCode]),
    ("builtin_simproc builtin_simproc_decl builtin_dsimproc", [.command, .runsCode]),
    ("builtin_dsimproc_decl grind_propagator", [.command, .runsCode]),
    ("by_elab eval_expr run_tac", .runsCode),
    ("deriving", .lineCommand),
    ("add_decl_doc init_quot seal unseal gen_injective_theorems grind_pattern", .command),
    ("register_option register_builtin_option register_error_explanation", .command),
    ("register_tactic_tag tactic_extension recommended_spelling unif_hint", .command),
    ("register_simp_attr register_grind_attr register_label_attr", .command),
    ("register_parser_alias declare_simp_like_tactic declare_config_elab", .command),
    ("declare_command_config_elab set_library_suggestions show_panel_widgets", .command),
    ("deprecated_module deprecated_syntax test_extern extend_docs", .command),
    ("with_weak_namespace", .command),
    ("sorry admit stop mk_sorry", .placeholder),
    ("where termination_by decreasing_by", .declarationPart),
    ("alias proof_wanted recall compile_inductive compile_def", .lineCommand),
    ("add_aesop_rules declare_aesop_rule_sets assert_not_exists", .lineCommand),
    ("assert_not_imported initialize_simps_projections library_note", .lineCommand),
    ("suppress_compilation unsuppress_compilation abbreviation variables", .lineCommand),
  ]
}
