/// The shape of a Parquet column or group of columns. Everything is required unless it says otherwise.
public indirect enum ParquetType: Hashable, Sendable {
  case text
  case integer
  case double
  /// A number that may be absent.
  case optionalDouble
  case structure([ParquetField])
  case list(ParquetType)
}

/// A named part of a Parquet row.
public struct ParquetField: Hashable, Sendable {
  public let name: String
  public let type: ParquetType

  public init(_ name: String, _ type: ParquetType) {
    self.name = name
    self.type = type
  }
}

/// A value that goes into a column of its type.
public indirect enum ParquetValue: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case double(Double)
  case absent
  /// In the order of the type's fields.
  case structure([ParquetValue])
  case list([ParquetValue])
}

/// One column of leaves: its values in PLAIN encoding, with the levels that say how they nest (Dremel, Melnik et al.
/// 2010, section 4).
struct ParquetColumn {
  let path: [String]
  let type: ParquetType
  /// Lists above the leaf.
  let repetitionMax: Int
  /// Lists and absences above or at the leaf.
  let definitionMax: Int
  private(set) var repetition: [Int] = []
  private(set) var definition: [Int] = []
  private(set) var values: [UInt8] = []

  init(path: [String], type: ParquetType, repetitionMax: Int, definitionMax: Int) {
    self.path = path
    self.type = type
    self.repetitionMax = repetitionMax
    self.definitionMax = definitionMax
  }

  /// Empties the column for the next row group.
  mutating func removeAll() {
    repetition = []
    definition = []
    values = []
  }

  mutating func appendLevels(repetition level: Int, definition: Int) {
    repetition.append(level)
    self.definition.append(definition)
  }

  mutating func append(text: String) {
    let utf8 = Array(text.utf8)
    appendWord(UInt64(utf8.count), bytes: 4)
    values += utf8
  }

  mutating func append(integer: Int) { appendWord(UInt64(bitPattern: Int64(integer)), bytes: 8) }
  mutating func append(double: Double) { appendWord(double.bitPattern, bytes: 8) }

  private mutating func appendWord(_ word: UInt64, bytes: Int) {
    for index in 0..<bytes { values.append(UInt8(truncatingIfNeeded: word >> (8 * index))) }
  }
}

/// Rows taken apart into columns.
struct ParquetColumns {
  let fields: [ParquetField]
  private(set) var columns: [ParquetColumn] = []
  private(set) var rows = 0

  init(_ fields: [ParquetField]) {
    self.fields = fields
    for field in fields { addColumns(field.type, [field.name], repetition: 0, definition: 0) }
  }

  private mutating func addColumns(
    _ type: ParquetType, _ path: [String], repetition: Int, definition: Int
  ) {
    switch type {
    case .structure(let fields):
      for field in fields {
        addColumns(
          field.type, path + [field.name], repetition: repetition, definition: definition)
      }
    case .list(let element):
      addColumns(
        element, path + Self.listPath, repetition: repetition + 1, definition: definition + 1)
    case .text, .integer, .double, .optionalDouble:
      columns.append(
        ParquetColumn(
          path: path, type: type, repetitionMax: repetition,
          definitionMax: definition + (type == .optionalDouble ? 1 : 0)))
    }
  }

  /// Names of the two groups below a list, as the format's rules for lists have them.
  static let listPath = ["list", "element"]

  /// - Returns: false for a row that is not of the fields' types; nothing of it is kept then.
  mutating func append(_ row: [ParquetValue]) -> Bool {
    guard row.count == fields.count, zip(row, fields).allSatisfy({ Self.fits($0, $1.type) }) else {
      return false
    }
    var column = 0
    for (value, field) in zip(row, fields) {
      append(value, field.type, &column, repetition: 0, definition: 0, depth: 0)
    }
    rows += 1
    return true
  }

  mutating func removeAll() {
    rows = 0
    for index in columns.indices { columns[index].removeAll() }
  }

  private static func fits(_ value: ParquetValue, _ type: ParquetType) -> Bool {
    switch (value, type) {
    case (.text, .text), (.integer, .integer), (.double, .double), (.double, .optionalDouble),
      (.absent, .optionalDouble):
      true
    case (.structure(let parts), .structure(let fields)):
      parts.count == fields.count && zip(parts, fields).allSatisfy { fits($0, $1.type) }
    case (.list(let elements), .list(let type)): elements.allSatisfy { fits($0, type) }
    default: false
    }
  }

  /// - Parameters:
  ///   - column: the next column; afterwards the one behind this value's.
  ///   - repetition: level of the list in which this value is a further element.
  ///   - definition: how much of the path is there.
  ///   - depth: lists above.
  private mutating func append(
    _ value: ParquetValue, _ type: ParquetType, _ column: inout Int, repetition: Int,
    definition: Int, depth: Int
  ) {
    switch (value, type) {
    case (.structure(let parts), .structure(let fields)):
      for (part, field) in zip(parts, fields) {
        append(
          part, field.type, &column, repetition: repetition, definition: definition, depth: depth)
      }
    case (.list(let elements), .list(let type)):
      let first = column
      if elements.isEmpty {
        skip(type, &column, repetition: repetition, definition: definition)
      }
      for (index, element) in elements.enumerated() {
        column = first
        append(
          element, type, &column, repetition: index == 0 ? repetition : depth + 1,
          definition: definition + 1, depth: depth + 1)
      }
    default:
      let isAbsent = value == .absent
      let isOptional = type == .optionalDouble
      columns[column].appendLevels(
        repetition: repetition, definition: definition + (isOptional && !isAbsent ? 1 : 0))
      switch value {
      case .text(let text): columns[column].append(text: text)
      case .integer(let number): columns[column].append(integer: number)
      case .double(let number): columns[column].append(double: number)
      case .absent, .structure, .list: break
      }
      column += 1
    }
  }

  /// Says in every column below a list that it has no element.
  private mutating func skip(
    _ type: ParquetType, _ column: inout Int, repetition: Int, definition: Int
  ) {
    switch type {
    case .structure(let fields):
      for field in fields {
        skip(field.type, &column, repetition: repetition, definition: definition)
      }
    case .list(let element):
      skip(element, &column, repetition: repetition, definition: definition)
    case .text, .integer, .double, .optionalDouble:
      columns[column].appendLevels(repetition: repetition, definition: definition)
      column += 1
    }
  }
}
