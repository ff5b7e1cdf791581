import Records
import Testing

@testable import Corpus

@Suite struct ExportParquetTests {
  /// The tree of a prompt: a list of messages beside plain columns and an absent number.
  private static let fields = [
    ParquetField(
      "prompt", .list(.structure([ParquetField("role", .text), ParquetField("content", .text)]))),
    ParquetField("rate", .optionalDouble), ParquetField("index", .integer),
  ]

  private static func row(_ messages: [(String, String)], _ rate: Double?, _ index: Int)
    -> [ParquetValue]
  {
    [
      .list(messages.map { .structure([.text($0.0), .text($0.1)]) }),
      rate.map { .double($0) } ?? .absent, .integer(index),
    ]
  }

  /// The columns of some rows, and whether each row was taken.
  private static func columns(_ rows: [[ParquetValue]], of fields: [ParquetField] = fields)
    -> (ParquetColumns, [Bool])
  {
    var columns = ParquetColumns(fields)
    let taken = rows.map { columns.append($0) }
    return (columns, taken)
  }

  @Test func rowsBecomeColumnsWithLevels() throws {
    let (columns, taken) = Self.columns([
      Self.row([("a", "x"), ("b", "yz")], 0.5, 1), Self.row([], nil, -1),
      Self.row([("c", "∀")], nil, 2),
    ])
    #expect(taken == [true, true, true])
    try #require(columns.columns.count == 4)
    let role = columns.columns[0]
    #expect(role.path == ["prompt", "list", "element", "role"])
    #expect(role.repetitionMax == 1 && role.definitionMax == 1)
    #expect(role.repetition == [0, 1, 0, 0])
    #expect(role.definition == [1, 1, 0, 1])
    #expect(role.values == [1, 0, 0, 0, 97, 1, 0, 0, 0, 98, 1, 0, 0, 0, 99])
    let content = columns.columns[1]
    #expect(content.values.suffix(7) == [3, 0, 0, 0, 0xe2, 0x88, 0x80])
    let rate = columns.columns[2]
    #expect(rate.definitionMax == 1 && rate.definition == [1, 0, 0])
    #expect(rate.values == [0, 0, 0, 0, 0, 0, 0xe0, 0x3f])
    let index = columns.columns[3]
    #expect(index.definitionMax == 0 && index.repetitionMax == 0)
    #expect(index.values.dropFirst(8).prefix(8).allSatisfy { $0 == 0xff })
  }

  @Test func listsOfListsNest() throws {
    let (columns, taken) = Self.columns(
      [
        [.list([.list([.integer(1), .integer(2)]), .list([]), .list([.integer(3)])])],
        [.list([])],
      ], of: [ParquetField("rows", .list(.list(.integer)))])
    #expect(taken == [true, true])
    let column = try #require(columns.columns.first)
    #expect(column.repetition == [0, 2, 1, 1, 0])
    #expect(column.definition == [2, 2, 1, 2, 0])
    #expect(column.repetitionMax == 2 && column.definitionMax == 2)
  }

  @Test func aRowOfOtherTypesIsRefusedWhole() {
    let (columns, taken) = Self.columns([
      [.text("prompt"), .absent, .integer(1)], [.list([.text("a")]), .absent, .integer(1)],
      [.list([.structure([.text("a")])]), .absent, .integer(1)], [.list([]), .absent, .absent],
      [.list([]), .absent],
    ])
    #expect(taken == [false, false, false, false, false])
    #expect(columns.rows == 0)
    #expect(columns.columns.allSatisfy { $0.definition.isEmpty && $0.values.isEmpty })
  }

  @Test func levelsAreRunsOfEqualOnes() {
    #expect(ParquetFile.levels([0, 0, 0], upTo: 0) == [])
    #expect(ParquetFile.levels([1, 1, 0], upTo: 1) == [4, 0, 0, 0, 4, 1, 2, 0])
    // 300 ones: the run's length takes two bytes.
    let long = ParquetFile.levels([Int](repeating: 1, count: 300), upTo: 1)
    #expect(long == [3, 0, 0, 0, 0xd8, 0x04, 1])
  }

  @Test func thriftIsCompact() {
    var writer = ThriftCompact()
    writer.structure { message in
      message.field(1, int32: -1)
      message.field(3, text: "ab")
      message.field(20, int64: 150)
      message.field(21, int32s: [0, 1])
      message.field(22, structures: [5]) { value, inner in inner.field(1, int32: value) }
    }
    #expect(
      writer.bytes == [
        0x15, 1, 0x28, 2, 97, 98, 0x06, 40, 0xac, 0x02, 0x19, 0x25, 0, 2, 0x19, 0x1c, 0x15, 10, 0,
        0,
      ])
  }

  @Test func theFileBeginsAndEndsAsParquet() throws {
    var file = ParquetFile(Self.fields, rowsAGroup: 2)
    let taken = (0..<5).map { file.append(Self.row([("r", "c\($0)")], nil, $0)) }
    #expect(taken == [true, true, true, true, true])
    let bytes = file.finish()
    #expect(Array(bytes.prefix(4)) == Array("PAR1".utf8))
    #expect(Array(bytes.suffix(4)) == Array("PAR1".utf8))
    let length = bytes.dropLast(4).suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length > 0 && length < bytes.count - 12)
    let empty = ParquetFile(Self.fields).finish()
    #expect(Array(empty.suffix(4)) == Array("PAR1".utf8))
  }
}
