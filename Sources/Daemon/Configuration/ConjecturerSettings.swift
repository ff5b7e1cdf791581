import Completion
import Conjecturer
import LanguageModel

/// `conjecturer:` how statements are invented and filtered.
struct ConjecturerSettings: Equatable, Codable, Sendable {
  /// Parts of a round's conjectures by source; they add up to 1.
  struct Shares: Equatable, Codable, Sendable {
    var model = 0.25
    var grammar = 0.1
    var enumeration = 0.15
    var pairing = 0.35
    var mutation = 0.15
    var prompted = 0.0

    var sources: SourceShares {
      SourceShares(
        model: model, grammar: grammar, enumeration: enumeration, pairing: pairing,
        mutation: mutation, prompted: prompted)
    }

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
        Field(
          "prompted", \.prompted, .number(0...1),
          "Written by the language model under 'prompted', which is asked in words."),
      ],
      check: { shares in
        let sum =
          shares.model + shares.grammar + shares.enumeration + shares.pairing + shares.mutation
          + shares.prompted
        return abs(sum - 1) < 1e-6
          ? []
          : [
            Finding(
              "",
              "adds up to \((sum * 1e6).rounded() / 1e6); model, grammar, enumeration, pairing, mutation and prompted must add up to 1"
            )
          ]
      })
  }

  /// For each domain.
  var perRound = 96
  var samplesPerRound = 1600
  var temperature = 1.0
  var shares = Shares()
  var prompted = PromptedSettings()
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
        "prompted", \.prompted, PromptedSettings.format,
        "The language model that writes the prompted share, and how it is asked."),
      Field(
        "counterexample_bound", \.counterexampleBound, .integer(0...64),
        "Small values tried for each variable; 0: none."),
      Field(
        "counterexamples_max", \.counterexamplesMax, .integer(0...100_000),
        "Combinations of values tried for each statement."),
    ],
    check: { settings in
      var findings: [Finding] = []
      if settings.samplesPerRound < settings.perRound {
        findings.append(
          Finding(
            "samples_per_round",
            "is \(settings.samplesPerRound), fewer than per_round (\(settings.perRound))"))
      }
      if settings.shares.prompted > 0, !settings.prompted.model.isSet {
        findings.append(
          Finding(
            "shares.prompted",
            "is \(settings.shares.prompted), but conjecturer.prompted.model names no model; give a url or a checkpoint"
          ))
      }
      return findings
    })
}

/// `conjecturer.prompted:` a language model that is asked for statements in words.
struct PromptedSettings: Equatable, Codable, Sendable {
  var model = CompletionModelSettings()
  var style = PromptStyle.stp
  /// Path of a file; empty: the built-in template.
  var template = ""
  var samples = 4
  var statements = 1
  var temperature = 1.0
  var topP = 1.0
  var maximumTokens = 1024

  static let format = Format<PromptedSettings>.record(
    PromptedSettings(),
    fields: [
      Field(
        "model", \.model, CompletionModelSettings.format,
        "The model: a server or a checkpoint; empty: none."),
      Field(
        "style", \.style, .choice,
        "stp (a text to be continued: lemma, easy theorem, hard theorem) or chat (instruct models)."
      ),
      Field(
        "template", \.template, .text(),
        "File with the prompt; empty: the built-in one, which 'lemmaloom config prompts' prints."),
      Field("samples", \.samples, .integer(1...1024), "Answers to one prompt."),
      Field(
        "statements", \.statements, .integer(1...32),
        "Statements asked for in one answer; stp asks for one."),
      Field("temperature", \.temperature, .number(0...10), "The model's sampling temperature."),
      Field(
        "top_p", \.topP, .number(0.01...1),
        "Only the likeliest tokens that together reach this probability; 1: all."),
      Field(
        "maximum_tokens", \.maximumTokens, .integer(1...131_072),
        "Tokens of an answer, reasoning included."),
    ],
    check: { settings in
      settings.style == .stp && settings.statements > 1
        ? [Finding("statements", "is \(settings.statements), but style stp asks for one statement")]
        : []
    })

  var options: PromptedOptions {
    PromptedOptions(
      style: style, samples: samples, statements: statements,
      sampling: SamplingSettings(temperature: Float(temperature), topP: Float(topP)),
      maximumTokens: maximumTokens, concurrent: model.concurrent)
  }

  /// The template in force.
  /// - Throws: `DaemonError.unreadable` for a file that cannot be read, `PromptTemplateError` for a fault in it.
  func promptTemplate() throws -> PromptTemplate {
    if template.isEmpty { return try ConjecturePrompt.builtIn(style) }
    return try PromptTemplate(
      file: template, variables: ConjecturePrompt.variables.map(\.name))
  }
}
