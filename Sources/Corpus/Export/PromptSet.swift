import Basics
import Records

/// A statement to be asked for in reinforcement learning, with what provers made of it so far.
public struct PromptRecord: Hashable, Sendable {
  public var name: String
  public var domain: String
  /// The same for all statements that must not be asked for in both splits: readings of one equation from either side.
  public var group: String
  /// Judged samples.
  public var tally: SampleTally
  public var prompt: [TrainingMessage]
  /// Lean text that is to be proved.
  public var formalStatement: String

  public init(
    name: String, domain: String, group: String, tally: SampleTally, prompt: [TrainingMessage],
    formalStatement: String
  ) {
    self.name = name
    self.domain = domain
    self.group = group
    self.tally = tally
    self.prompt = prompt
    self.formalStatement = formalStatement
  }

  /// How much the statement is worth asking for: 1 up to a success rate of one half, and from there down to 0 in a
  /// straight line (after STP, arXiv 2502.00212: statements that succeed at most half of the time teach the most). The
  /// rate is (proved + ½) / (judged + 1), Jeffreys' estimate, so that one proof out of one is not yet certainty.
  public var weight: Double {
    let rate = (Double(tally.proved) + 0.5) / (Double(tally.judged) + 1)
    return min(1, 2 * (1 - rate))
  }

  /// nil for a theorem that was never sampled for its own sake.
  public var successRate: Double? {
    tally.judged == 0 ? nil : Double(tally.proved) / Double(tally.judged)
  }
}

/// Prompts in the columns of verl's data sets, divided into training and test by statement.
public struct PromptSet: Hashable, Sendable {
  public let train: [PromptRecord]
  public let test: [PromptRecord]

  /// A group is in the test split by a number drawn from the seed and the group alone: it stays where it is while the
  /// run grows. Of two groups or more, one at least is tested: the nearest one, until another is drawn.
  /// - Parameter testShare: share of the groups to be tested, 0…1.
  public init(_ records: [PromptRecord], testShare: Double, seed: UInt64) {
    var draws: [String: Double] = [:]
    for record in records where draws[record.group] == nil {
      var generator = SplitMix64(seed: seed, "split", record.group)
      draws[record.group] = generator.uniform()
    }
    var tested = Set(draws.filter { $0.value < testShare }.keys)
    if tested.isEmpty, draws.count > 1, testShare > 0,
      let first = draws.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })
    {
      tested = [first.key]
    }
    train = records.filter { !tested.contains($0.group) }
    test = records.filter { tested.contains($0.group) }
  }

  /// Parquet bytes of both files: columns `prompt`, `data_source`, `ability`, `reward_model`, `extra_info`.
  public func parquet() -> (train: [UInt8], test: [UInt8]) {
    (Self.parquet(train, split: "train"), Self.parquet(test, split: "test"))
  }

  static let fields = [
    ParquetField(
      "prompt",
      .list(.structure([ParquetField("role", .text), ParquetField("content", .text)]))),
    ParquetField("data_source", .text), ParquetField("ability", .text),
    ParquetField(
      "reward_model",
      .structure([ParquetField("style", .text), ParquetField("ground_truth", .text)])),
    ParquetField(
      "extra_info",
      .structure([
        ParquetField("formal_statement", .text), ParquetField("index", .integer),
        ParquetField("split", .text), ParquetField("name", .text),
        ParquetField("weight", .double), ParquetField("success_rate", .optionalDouble),
        ParquetField("samples", .integer),
      ])),
  ]

  private static func parquet(_ records: [PromptRecord], split: String) -> [UInt8] {
    var file = ParquetFile(fields)
    for (index, record) in records.enumerated() {
      let isWritten = file.append(row(record, index: index, split: split))
      assert(isWritten, "a row does not fit the fields above")
    }
    return file.finish()
  }

  static func row(_ record: PromptRecord, index: Int, split: String) -> [ParquetValue] {
    [
      .list(record.prompt.map { .structure([.text($0.role), .text($0.content)]) }),
      .text("lemmaloom/\(record.domain)"), .text("theorem_proving"),
      .structure([.text("rule"), .text(record.formalStatement)]),
      .structure([
        .text(record.formalStatement), .integer(index), .text(split), .text(record.name),
        .double(record.weight), record.successRate.map { .double($0) } ?? .absent,
        .integer(record.tally.judged),
      ]),
    ]
  }
}
