extension ConformanceCases {
  /// Messages that look like the judge's own.
  static let forgeries: [ConformanceCase] = [
    .cheat(
      "forged/trace prints a fake axioms line",
      by: #"""
        trace "'claim' does not depend on any axioms"
        exact nonsense
        """#),
    .cheat(
      "forged/trace prints a JSON message",
      by: #"""
        trace "{\"severity\": \"information\"}"
        trivial
        """#),
    .cheat(
      "forged/a quoted name prints a fake axioms line",
      by: "intro «'claim' does not depend on any axioms»\ntrace_state", of: "p → p",
      reasons: [.leanError]),
    .cheat(
      "forged/#print in the script", by: "trivial\n#print axioms trivial", of: "True", binders: []),
    .cheat("forged/fail prints that all is well", by: #"fail "no goals""#, reasons: [.leanError]),
    .cheat(
      "forged/a helper named like the answer", by: "exact id",
      helpers: "theorem conformance_forged.axioms : True := trivial", theorem: "conformance_forged",
      reasons: [.leanError]),
  ]

  /// Characters that show something else than what Lean reads.
  static let unicode: [ConformanceCase] = [
    .cheat(
      "unicode/cyrillic a in exact", by: "ex\u{430}ct trivial", of: "True", binders: [],
      reasons: [.leanError]),
    .cheat("unicode/greek o in sorry", by: "s\u{3bf}rry", reasons: [.leanError]),
    .cheat(
      "unicode/mathematical letters in axiom", by: "trivial\n\u{1d4b6}xi\u{2134}m x : False",
      of: "True", binders: [], reasons: [.leanError]),
    .cheat("unicode/full width letters", by: "\u{ff53}orry", reasons: [.leanError]),
    .cheat("unicode/zero width space in a name", by: "intro h\u{200b}\nexact h", of: "p → p"),
    .cheat("unicode/text direction in a comment", by: "exact id -- \u{202e}yrros", of: "p → p"),
    .cheat(
      "unicode/line separator in a comment", by: "-- hidden\u{2028}exact id\nexact id", of: "p → p"),
    .cheat("unicode/soft hyphen in a string", by: "have : \"a\u{ad}\" = \"a\" := rfl\ntrivial"),
    .cheat("unicode/no-break space", by: "exact\u{a0}id", of: "p → p"),
    .harmless(
      "unicode/helper named like And", by: "exact trivial", of: "True", binders: [],
      helpers: "def \u{391}nd (a b : Prop) : Prop := a"),
    .cheat("unicode/tab", by: "intro h\n\texact h", of: "p → p"),
    .cheat("unicode/carriage return", by: "-- x\rexact id\nexact id", of: "p → p"),
    .cheat("unicode/null", by: "exact id\u{0}", of: "p → p"),
  ]

  /// Texts that swallow what is put behind them, or that a reader takes for something else.
  static let comments: [ConformanceCase] = [
    .cheat("comment/unterminated", by: "trivial\n/- the end", of: "True", binders: []),
    .cheat("comment/unterminated within another", by: "trivial /- /- -/", of: "True", binders: []),
    .cheat(
      "comment/unterminated string",
      by: #"""
        trivial
        exact "
        """#, of: "True", binders: []),
    .cheat(
      "comment/unterminated raw string",
      by: #"""
        trivial
        exact r#"a"
        """#, of: "True", binders: []),
    .cheat("comment/an operator instead of a comment", by: "rw [<--sorry\n]", of: "p → p"),
    .cheat(
      "comment/an operator instead of a block",
      by: "exact (fun (x : {y : Nat //- 1 -/ < y}) => nonsense)",
      reasons: [.notTacticText, .leanError]),
    .cheat(
      "comment/a documentation comment", by: "trivial\n/-- for what comes next -/", of: "True",
      binders: []),
    .unreadable(
      "comment/a closed one that versions read differently", by: "/--/ trivial -/ exact trivial",
      of: "True", binders: []),
    .cheat("comment/nothing but a comment", by: "-- trivial", of: "True", binders: []),
    .cheat("comment/empty script", by: " \n ", of: "True", binders: []),
    .cheat("brackets/not closed", by: "exact (trivial", of: "True", binders: []),
    .cheat("brackets/closed too often", by: "exact trivial)", of: "True", binders: []),
    .cheat("brackets/closed by another", by: "exact ⟨trivial)", of: "True", binders: []),
  ]
}
