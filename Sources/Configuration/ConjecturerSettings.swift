import Completion
import Conjecturer
import LanguageModel

/// `conjecturer:` how statements are invented and filtered.
package struct ConjecturerSettings: Equatable, Sendable {
  /// For each domain.
  package var perRound = 96
  package var samplesPerRound = 1600
  package var temperature = 1.0
  /// They add up to 1.
  package var shares = SourceShares()
  package var prompted = PromptedSettings()
  package var filters = FilterOptions()

  static let format = Format<ConjecturerSettings>.record(
    ConjecturerSettings(),
    fields: [
      Field("per_round", \.perRound, .integer(1...100_000), "Conjectures a round and domain."),
      Field(
        "samples_per_round", \.samplesPerRound, .integer(1...1_000_000),
        "Statements drawn for them, before the filters, a domain."),
      Field("temperature", \.temperature, .number(0.05...10), "The model's sampling temperature."),
      Field("shares", \.shares, SourceShares.format, "Where conjectures come from."),
      Field(
        "prompted", \.prompted, PromptedSettings.format,
        "The language model that writes the prompted share, and how it is asked."),
      Field(
        "counterexample_bound", \.filters.valuesMax, .integer(0...64),
        "Small values tried for each variable; 0: none."),
      Field(
        "counterexamples_max", \.filters.assignmentsMax, .integer(0...100_000),
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
package struct PromptedSettings: Equatable, Sendable {
  package var model = CompletionModelSettings()
  /// Path of a file; empty: the built-in template.
  package var template = ""
  package var asking = PromptedOptions()

  static let format = Format<PromptedSettings>.record(
    PromptedSettings(),
    fields: [
      Field(
        "model", \.model, CompletionModelSettings.format,
        "The model: a server or a checkpoint; empty: none."),
      Field(
        "style", \.asking.style, .choice,
        "stp (a text to be continued: lemma, easy theorem, hard theorem) or chat (instruct models)."
      ),
      Field(
        "template", \.template, .text(),
        "File with the prompt; empty: the built-in one, which 'lemmaloom config prompts' prints."),
      Field("samples", \.asking.samples, .integer(1...1024), "Answers to one prompt."),
      Field(
        "statements", \.asking.statements, .integer(1...32),
        "Statements asked for in one answer; stp asks for one."),
      Field(
        "temperature", \.asking.sampling.temperature, .number(0...10),
        "The model's sampling temperature."),
      Field(
        "top_p", \.asking.sampling.topP, .number(0.01...1),
        "Only the likeliest tokens that together reach this probability; 1: all."),
      Field(
        "maximum_tokens", \.asking.maximumTokens, .integer(1...131_072),
        "Tokens of an answer, reasoning included."),
    ],
    check: { settings in
      settings.asking.style == .stp && settings.asking.statements > 1
        ? [
          Finding(
            "statements", "is \(settings.asking.statements), but style stp asks for one statement")
        ]
        : []
    })

  /// As many requests at once as the model takes.
  package var options: PromptedOptions {
    var options = asking
    options.concurrent = model.server.concurrent
    return options
  }
}

extension SourceShares {
  static let format = Format<SourceShares>.record(
    SourceShares(),
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
