/// Rows as a Parquet file: uncompressed, PLAIN, one data page a column and row group. What training libraries read, with
/// nothing that small files do not need.
public struct ParquetFile {
  private var columns: ParquetColumns
  private let rowsAGroup: Int
  private var groups: [Group] = []
  private var rows = 0
  /// Bytes of the file so far; `finish` takes them.
  private var bytes: [UInt8] = Array(ParquetFile.magic)

  private static let magic = "PAR1".utf8

  private struct Chunk {
    let path: [String]
    let type: ParquetType
    let offset: Int
    let size: Int
    let count: Int
  }
  private struct Group {
    let chunks: [Chunk]
    let rows: Int
  }

  public init(_ fields: [ParquetField], rowsAGroup: Int = 4096) {
    columns = ParquetColumns(fields)
    self.rowsAGroup = max(1, rowsAGroup)
  }

  /// - Returns: false for a row that is not of the fields' types.
  public mutating func append(_ row: [ParquetValue]) -> Bool {
    guard columns.append(row) else { return false }
    rows += 1
    if columns.rows == rowsAGroup { closeGroup() }
    return true
  }

  /// The whole file.
  public consuming func finish() -> [UInt8] {
    if columns.rows > 0 { closeGroup() }
    let footer = metadata()
    bytes += footer
    bytes += Self.word(footer.count)
    bytes += Self.magic
    return bytes
  }

  // MARK: Pages

  private mutating func closeGroup() {
    var chunks: [Chunk] = []
    for column in columns.columns {
      let offset = bytes.count
      let page = Self.page(column)
      bytes += Self.pageHeader(size: page.count, count: column.definition.count)
      bytes += page
      chunks.append(
        Chunk(
          path: column.path, type: column.type, offset: offset, size: bytes.count - offset,
          count: column.definition.count))
    }
    groups.append(Group(chunks: chunks, rows: columns.rows))
    columns.removeAll()
  }

  private static func page(_ column: ParquetColumn) -> [UInt8] {
    levels(column.repetition, upTo: column.repetitionMax)
      + levels(column.definition, upTo: column.definitionMax) + column.values
  }

  /// Runs of equal levels, with their length in bytes in front; nothing where only one level is possible.
  static func levels(_ levels: [Int], upTo most: Int) -> [UInt8] {
    if most == 0 { return [] }
    var runs: [UInt8] = []
    var index = 0
    while index < levels.count {
      let level = levels[index]
      let end = levels[index...].firstIndex { $0 != level } ?? levels.count
      runs += ThriftCompact.variable(UInt64(end - index) << 1)
      // No schema here nests 256 deep: a level is one byte.
      runs.append(UInt8(truncatingIfNeeded: level))
      index = end
    }
    return word(runs.count) + runs
  }

  private static func pageHeader(size: Int, count: Int) -> [UInt8] {
    var writer = ThriftCompact()
    writer.structure { header in
      header.field(1, int32: Code.dataPage)
      header.field(2, int32: size)
      header.field(3, int32: size)
      header.field(5) { page in
        page.field(1, int32: count)
        page.field(2, int32: Code.plain)
        page.field(3, int32: Code.runLength)
        page.field(4, int32: Code.runLength)
      }
    }
    return writer.bytes
  }

  // MARK: The footer

  private func metadata() -> [UInt8] {
    let elements = Self.elements(columns.fields)
    var writer = ThriftCompact()
    writer.structure { file in
      file.field(1, int32: 1)
      file.field(2, structures: elements) { element, writer in element.write(to: &writer) }
      file.field(3, int64: rows)
      file.field(4, structures: groups) { group, writer in
        writer.field(1, structures: group.chunks) { Self.write($0, to: &$1) }
        writer.field(2, int64: group.chunks.reduce(0) { $0 + $1.size })
        writer.field(3, int64: group.rows)
      }
      file.field(6, text: "lemmaloom")
    }
    return writer.bytes
  }

  private static func write(_ chunk: Chunk, to writer: inout ThriftCompact) {
    writer.field(2, int64: chunk.offset)
    writer.field(3) { data in
      data.field(1, int32: Code.physical(chunk.type))
      data.field(2, int32s: [Code.plain, Code.runLength])
      data.field(3, texts: chunk.path)
      data.field(4, int32: Code.uncompressed)
      data.field(5, int64: chunk.count)
      data.field(6, int64: chunk.size)
      data.field(7, int64: chunk.size)
      data.field(9, int64: chunk.offset)
    }
  }

  /// A node of the schema; the tree is written in the order of a walk from the root.
  private struct Element {
    var name: String
    var type: ParquetType?
    var repetition: Int?
    var children: Int?
    var converted: Int?

    func write(to writer: inout ThriftCompact) {
      if let type { writer.field(1, int32: Code.physical(type)) }
      if let repetition { writer.field(3, int32: repetition) }
      writer.field(4, text: name)
      if let children { writer.field(5, int32: children) }
      if let converted { writer.field(6, int32: converted) }
    }
  }

  private static func elements(_ fields: [ParquetField]) -> [Element] {
    [Element(name: "schema", children: fields.count)]
      + fields.flatMap { elements($0.name, $0.type) }
  }

  private static func elements(_ name: String, _ type: ParquetType) -> [Element] {
    switch type {
    case .structure(let fields):
      [Element(name: name, repetition: Code.required, children: fields.count)]
        + fields.flatMap { elements($0.name, $0.type) }
    case .list(let element):
      [
        Element(name: name, repetition: Code.required, children: 1, converted: Code.list),
        Element(name: ParquetColumns.listPath[0], repetition: Code.repeated, children: 1),
      ] + elements(ParquetColumns.listPath[1], element)
    case .text:
      [Element(name: name, type: type, repetition: Code.required, converted: Code.utf8)]
    case .integer, .double: [Element(name: name, type: type, repetition: Code.required)]
    case .optionalDouble: [Element(name: name, type: type, repetition: Code.optional)]
    }
  }

  /// Numbers of the format's definition (parquet-format, parquet.thrift).
  private enum Code {
    static let dataPage = 0
    static let plain = 0
    static let runLength = 3
    static let uncompressed = 0
    static let required = 0
    static let optional = 1
    static let repeated = 2
    static let utf8 = 0
    static let list = 3

    static func physical(_ type: ParquetType) -> Int {
      switch type {
      case .integer: 2
      case .double, .optionalDouble: 5
      case .text, .structure, .list: 6
      }
    }
  }

  /// Four bytes, the lowest first.
  private static func word(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
