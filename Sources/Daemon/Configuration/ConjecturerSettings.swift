/// `conjecturer:` how statements are invented and filtered.
struct ConjecturerSettings: Equatable, Codable, Sendable {
  /// Parts of a round's conjectures by source; they add up to 1.
  struct Shares: Equatable, Codable, Sendable {
    var model = 0.25
    var grammar = 0.1
    var enumeration = 0.15
    var pairing = 0.35
    var mutation = 0.15

    static let format = Format<Shares>.record(
      Shares(),
      fields: [
        Field("model", \.model, .number(0...1), "Sampled by the model through the grammar."),
        Field(
          "grammar", \.grammar, .number(0...1),
          "Sampled by the grammar's weights, without the model."),
        Field(
          "enumeration", \.enumeration, .number(0...1), "All small statements in order of size."),
        Field(
          "pairing", \.pairing, .number(0...1),
          "Sides of sampled statements put together anew, so that they agree at small values."),
        Field("mutation", \.mutation, .number(0...1), "Corpus theorems changed in one place."),
      ],
      check: { shares in
        let sum =
          shares.model + shares.grammar + shares.enumeration + shares.pairing + shares.mutation
        return abs(sum - 1) < 1e-6
          ? []
          : [
            Finding(
              "",
              "adds up to \((sum * 1e6).rounded() / 1e6); model, grammar, enumeration, pairing and mutation must add up to 1"
            )
          ]
      })
  }

  /// For each domain.
  var perRound = 96
  var samplesPerRound = 1600
  var temperature = 1.0
  var shares = Shares()
  var counterexampleBound = 5
  var counterexamplesMax = 32

  static let format = Format<ConjecturerSettings>.record(
    ConjecturerSettings(),
    fields: [
      Field("per_round", \.perRound, .integer(1...100_000), "Conjectures a round and domain."),
      Field(
        "samples_per_round", \.samplesPerRound, .integer(1...1_000_000),
        "Statements drawn for them, before the filters, a domain."),
      Field("temperature", \.temperature, .number(0.05...10), "The model's sampling temperature."),
      Field("shares", \.shares, Shares.format, "Where conjectures come from."),
      Field(
        "counterexample_bound", \.counterexampleBound, .integer(0...64),
        "Small values tried for each variable; 0: none."),
      Field(
        "counterexamples_max", \.counterexamplesMax, .integer(0...100_000),
        "Combinations of values tried for each statement."),
    ],
    check: { settings in
      settings.samplesPerRound >= settings.perRound
        ? []
        : [
          Finding(
            "samples_per_round",
            "is \(settings.samplesPerRound), fewer than per_round (\(settings.perRound))")
        ]
    })
}
