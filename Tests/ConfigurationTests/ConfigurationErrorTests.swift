import Checkers
import TestSupport
import Testing

@testable import Configuration

/// A configuration that is wrong, and every line that is said about it.
struct BadConfiguration: CustomTestStringConvertible, Sendable {
  var yaml: String
  var expected: [String]
  var environment: [String: String] = [:]
  /// Whether a good domain is added below.
  var completed = true

  init(
    _ yaml: String, _ expected: String..., environment: [String: String] = [:],
    completed: Bool = true
  ) {
    self.yaml = yaml
    self.expected = expected
    self.environment = environment
    self.completed = completed
  }

  var testDescription: String { expected.first ?? "" }

  var found: [String] {
    let text = completed ? yaml + "\n" + smallDomain : yaml
    do {
      _ = try Configuration.parse(text, environment: environment)
      return ["no error"]
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }
}

@Suite struct ConfigurationErrorTests {
  @Test(arguments: keys + values + texts)
  func isRefused(bad: BadConfiguration) {
    #expect(bad.found == bad.expected.map { "config.yaml:" + $0 })
  }

  /// A byte order mark in front says nothing, and moves no place; elsewhere it is a character like others.
  @Test func aByteOrderMarkIsRead() {
    #expect(BadConfiguration("\u{feff}run:\n  seed: 1").found == ["no error"])
    #expect(BadConfiguration("\u{feff}# so\r\nrun: {seed: 1}").found == ["no error"])
    #expect(
      BadConfiguration("\u{feff}zebra: 1").found == [
        "config.yaml:1:1: unknown key 'zebra' at the top level"
      ])
    #expect(BadConfiguration("\u{feff}\u{feff}run: {}").found != ["no error"])
  }

  static let keys = [
    BadConfiguration(
      "prover:\n  search:\n    expansion: 4",
      "3:5: unknown key 'expansion' in prover.search; did you mean 'expansions'?"),
    BadConfiguration(
      "provr: {}", "1:1: unknown key 'provr' at the top level; did you mean 'prover'?"),
    BadConfiguration("zebra: 1", "1:1: unknown key 'zebra' at the top level"),
    BadConfiguration(
      "run: {seed: 1, Seed: 2}", "1:16: unknown key 'Seed' in run; did you mean 'seed'?"),
    BadConfiguration(
      "run:\n  seed: 1\n  seed: 2",
      "3:3: the key 'seed' in run is a second time here; the first is in line 2"),
    BadConfiguration(
      "\u{FEFF}run: {seed: 1}", "1:1: the file lacks the key 'domains'", completed: false),
    BadConfiguration("\u{FEFF}zebra: 1", "1:1: unknown key 'zebra' at the top level"),
    BadConfiguration(
      "\u{FEFF}run: {[a]: 1}", "1:7: a key in run is a list; it must be a text"),
    BadConfiguration("run: {[a]: 1}", "1:7: a key in run is a list; it must be a text"),
    BadConfiguration("run: [a]", "1:6: run is a list; it must be a mapping of keys to values"),
    BadConfiguration("run:", "1:5: run is empty; it must be a mapping of keys to values"),
    BadConfiguration(
      "- run", "1:1: the file is a list; it must be a mapping of keys to values", completed: false),
    BadConfiguration("run: {seed: 1}", "1:1: the file lacks the key 'domains'", completed: false),
    BadConfiguration(
      "domains: {}", "1:10: domains is empty; at least one domain is needed", completed: false),
    BadConfiguration(
      "curriculum: {stages: [{}]}", "1:23: curriculum.stages[0] lacks the key 'name'"),
    BadConfiguration(
      "<<: {a: 1}\nrun: {naem: x}", "1:1: unknown key '<<' at the top level",
      "2:7: unknown key 'naem' in run; did you mean 'name'?"),
  ]

  static let values = [
    BadConfiguration(
      "prover: {search: {budget: many}}",
      "1:27: prover.search.budget is 'many'; it must be a whole number from 1 to 1000000"),
    BadConfiguration(
      "prover: {search: {budget: 0}}",
      "1:27: prover.search.budget is '0'; it must be a whole number from 1 to 1000000"),
    BadConfiguration(
      "prover: {search: {budget: \"4\"}}",
      "1:27: prover.search.budget is the text '4'; it must be a whole number from 1 to 1000000"),
    BadConfiguration(
      "prover: {search: {budget: 1.5, depth: 99999999999999999999}}",
      "1:27: prover.search.budget is '1.5'; it must be a whole number from 1 to 1000000",
      "1:39: prover.search.depth is '99999999999999999999'; it must be a whole number from 1 to 1024"
    ),
    BadConfiguration(
      "prover: {search: {budget: 4, expansions: 50}}",
      "1:42: prover.search.expansions is 50, more than candidates (48)"),
    BadConfiguration(
      "training: {learning_rate: nan}",
      "1:27: training.learning_rate is 'nan'; it must be a number from 0 to 1"),
    BadConfiguration(
      "training: {clip: -1}", "1:18: training.clip is '-1'; it must be a number from 0.001 to 1000"),
    BadConfiguration(
      "prover: {minimise: yes}", "1:20: prover.minimise is 'yes'; it must be true or false"),
    BadConfiguration(
      "prover: {search: {ranker: transfomer}}",
      "1:27: prover.search.ranker is 'transfomer'; it must be one of transformer, ensemble, "
        + "log-linear, fixed-order, uniform; did you mean 'transformer'?"),
    BadConfiguration(
      "logging: {level: [info]}",
      "1:18: logging.level is a list; it must be one of trace, debug, info, notice, warning, error, "
        + "critical"),
    BadConfiguration(
      "model: {prover: {width: 40, heads: 3}}",
      "1:17: model.prover.key_value_heads is 2, which does not divide heads (3)",
      "1:25: model.prover.width is 40; it must be a multiple of 16"),
    BadConfiguration(
      "curriculum: {band: [0.6, 0.35]}",
      "1:20: curriculum.band is from 0.6 to 0.35; the first must be the smaller"),
    BadConfiguration(
      "curriculum: {band: [0.6]}", "1:20: curriculum.band has 1 entries; it must have from 2 to 2"),
    BadConfiguration(
      "curriculum: {band: 0.6}", "1:20: curriculum.band is '0.6'; it must be a list, as in [a, b]"),
    BadConfiguration(
      "curriculum: {level_max: 5, stages: [{name: a, until: {level: 6}}, {name: b}]}",
      "1:62: curriculum.stages[0].until.level is 6, above curriculum.level_max (5)"),
    BadConfiguration(
      "curriculum: {stages: [{name: a}, {name: a}]}",
      "1:23: curriculum.stages[0].until never ends the stage, so the stages after it are never "
        + "reached; give a rule", "1:41: curriculum.stages[1].name is 'a' a second time"),
    BadConfiguration(
      "curriculum: {stages: [{name: a, domains: [nut]}]}",
      "1:43: curriculum.stages[0].domains[0] is 'nut', which is no domain of this file; did you "
        + "mean 'nat'?"),
    BadConfiguration(
      "curriculum: {stages: [{name: a, until: {domain: lists, level: 1}}]}",
      "1:49: curriculum.stages[0].until.domain is 'lists', which is no domain of this file"),
    BadConfiguration(
      "conjecturer: {shares: {model: 0.9}}",
      "1:23: conjecturer.shares adds up to 1.65; model, grammar, enumeration, pairing, mutation and "
        + "prompted must add up to 1"),
    BadConfiguration(
      "conjecturer: {per_round: 1900}",
      "1:14: conjecturer.samples_per_round is 1600, fewer than per_round (1900)"),
    BadConfiguration(
      "checkers: {backends: [lean, kimina]}",
      "1:11: checkers.kimina.url is empty, but checkers.backends names 'kimina'"),
    BadConfiguration(
      "checkers: {quorum: confirm, confirm: repl}",
      "1:38: checkers.confirm is 'repl', which checkers.backends does not name"),
    BadConfiguration(
      "checkers: {backends: [laen]}",
      "1:23: checkers.backends[0] is 'laen', which is no checker; did you mean 'lean'?; use one "
        + "of \(CheckerRegistry.names.joined(separator: ", "))"
    ),
    BadConfiguration(
      "checkers: {backends: []}", "1:22: checkers.backends has 0 entries; it must have from 1 to 8"),
    BadConfiguration(
      "checkers: {backends: [lean, lean]}",
      "1:29: checkers.backends[1] is 'lean' a second time; remove it"),
    BadConfiguration(
      "checkers: {axioms: [1x]}", "1:21: checkers.axioms[0] is '1x', which is no Lean name"),
    BadConfiguration(
      "checkers: {kimina: {url: \"localhost:80\"}}",
      "1:26: checkers.kimina.url is not the address of a server; write it as http://host:port or "
        + "leave it empty"),
    BadConfiguration(
      "checkers: {kimina: {url: \"http://me:pw@host\"}}",
      "1:26: checkers.kimina.url holds a user name or password; put the secret under 'key'"),
    BadConfiguration(
      "checkers: {kimina: {key: \"a\\nb\"}}",
      "1:26: checkers.kimina.key has a space, a control character or a character outside ASCII in "
        + "it; check it for a stray line break"),
    BadConfiguration(
      "run: {name: ../x}",
      "1:13: run.name is '../x'; it must be made of letters, digits, '-', '_' and '.', beginning "
        + "with a letter or digit"),
    BadConfiguration(
      "run: {name: }", "1:13: run.name is empty; it must be a text; write \"\" for an empty one"),
    BadConfiguration("run: {directory: \"\"}", "1:18: run.directory is empty; it must be a path"),
    BadConfiguration(
      "run: {directory: \"a\\0b\"}", "1:18: run.directory has a NUL character in it"),
    BadConfiguration(
      "run: {seed: -1}",
      "1:13: run.seed is '-1'; it must be a whole number from 0 to 9223372036854775807"),
    BadConfiguration(
      "lean: {engine: repl}",
      "1:7: lean.repl is empty, but lean.engine is 'repl'; name a program, as in [lake, exe, repl], "
        + "or another engine"),
    BadConfiguration(
      "lean: {command: lean, project: p}",
      "1:32: lean.project and lean.command are both set; leave one of them empty"),
  ]

  static let texts = [
    BadConfiguration("", "1:1: the file is empty; it needs at least 'domains'", completed: false),
    BadConfiguration(
      "# nothing", "1:1: the file is empty; it needs at least 'domains'", completed: false),
    BadConfiguration(
      "run: \u{1}",
      "1:6: the control character U+1 is not allowed; in a quoted text write it as an escape"),
    // In braces a text with braces needs quotes; libyaml says so in its own words.
    BadConfiguration(
      "run: {name: ${NOPE}}",
      "1:14: did not find expected ',' or '}' (while parsing a flow mapping that began in line 1)"),
    BadConfiguration(
      "run: {directory: \"${NOPE}/x\"}",
      "1:18: run.directory needs the environment variable NOPE, which is not set; set it, or write "
        + "'${NOPE:-default}'"),
    BadConfiguration(
      "run: {directory: \"${A\"}",
      "1:18: run.directory has '${' without a closing '}'; write '$${' for the characters themselves"
    ),
    BadConfiguration(
      "run: {directory: \"${1A}\"}",
      "1:18: run.directory has '${1A}', which names no environment variable; write '${NAME}' or "
        + "'${NAME:-default}'"),
    BadConfiguration(
      "run: &a\n  name: *a", "2:9: the alias '*a' stands inside what it names: a cycle"),
    BadConfiguration("run: *b", "1:6: the alias '*b' names no anchor above it"),
    BadConfiguration(
      "run: {name: &a x, directory: &a y}", "1:30: the anchor '&a' is a second time here"),
    BadConfiguration(
      "run: !!map {}", "1:6: the tag 'tag:yaml.org,2002:map' has no use here; remove it"),
    BadConfiguration(
      "run: {}\n---\nrun: {}", "2:1: a second document begins here; a file holds one"),
    BadConfiguration(
      "run: " + String(repeating: "[", count: 100_000),
      "1:37: lists and mappings are nested deeper than 32"),
    BadConfiguration(
      bomb, "6:10: more than 200000 values, aliases expanded; use fewer aliases", completed: false),
    BadConfiguration(
      "run: {name: \"x}",
      "1:16: found unexpected end of stream (while scanning a quoted scalar that began in line 1)",
      completed: false),
    BadConfiguration(
      "run:\n\tname: x",
      "2:1: a tab cannot indent here, and a text cannot begin with @, ` or %; indent with spaces, "
        + "or put the text in quotes"),
    BadConfiguration(
      "run: {name: @x}",
      "1:13: a tab cannot indent here, and a text cannot begin with @, ` or %; indent with spaces, "
        + "or put the text in quotes"),
  ]

  /// Each line stands for ten times what the one above does.
  private static let bomb = (0..<12).map { level in
    level == 0
      ? "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
      : "a\(level): &a\(level) ["
        + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]"
  }.joined(separator: "\n")
}
