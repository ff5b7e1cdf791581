/// Reads names, levels and terms of one file into a table; every object once.
struct OleanReader {
  /// A list of universe parameters, by number: a level is read by the positions of its parameters, so an object means
  /// one thing a list.
  typealias Scope = Int

  let file: OleanBytes
  var table: TermTable
  let limits: OleanLimits
  private var namesRead: [Int: TermTable.NameID] = [:]
  private var scopes: [[TermTable.NameID]] = []
  private var scopeNumbers: [[TermTable.NameID]: Scope] = [:]
  private var levelsRead: [[Int: TermTable.LevelID]] = []
  private var termsRead: [[Int: TermTable.TermID]] = []
  private var termsCount = 0

  init(file: OleanBytes, table: TermTable, limits: OleanLimits) {
    self.file = file
    self.table = table
    self.limits = limits
  }

  mutating func scope(of parameters: [TermTable.NameID]) -> Scope {
    if let scope = scopeNumbers[parameters] { return scope }
    scopes.append(parameters)
    levelsRead.append([:])
    termsRead.append([:])
    scopeNumbers[parameters] = scopes.count - 1
    return scopes.count - 1
  }

  // MARK: Names

  mutating func name(_ value: OleanBytes.Value) throws(OleanError) -> TermTable.NameID {
    if case .object(let offset) = value, let id = namesRead[offset] { return id }
    var parts: [ConstantName.Part] = []
    var rest = value
    while case .object = rest {
      if parts.count >= limits.namePartsMax {
        throw .tooLarge(what: "\(limits.namePartsMax) parts of a name")
      }
      let part = try file.object(rest, "name")
      guard part.fields == 2 else { throw .malformed(expected: "name", offset: part.offset) }
      switch part.tag {
      case 1: parts.append(.text(try file.string(try file.field(part, 1))))
      case 2:
        let number = try file.natural(try file.field(part, 1))
        guard number.count <= 1 else {
          throw .malformed(expected: "name", offset: part.offset)
        }
        parts.append(.number(number.first ?? 0))
      default: throw .malformed(expected: "name", offset: part.offset)
      }
      rest = try file.field(part, 0)
    }
    guard rest == .small(0) else { throw .malformed(expected: "name", offset: 0) }
    let id = table.id(ConstantName(parts: parts.reversed()))
    if case .object(let offset) = value { namesRead[offset] = id }
    return id
  }

  // MARK: Levels

  mutating func level(
    _ value: OleanBytes.Value, in scope: Scope, depth: Int = 0
  ) throws(OleanError) -> TermTable.LevelID {
    guard case .object(let offset) = value else {
      guard value == .small(0) else { throw .malformed(expected: "level", offset: 0) }
      return table.zero()
    }
    if let id = levelsRead[scope][offset] { return id }
    if depth > limits.levelDepthMax {
      throw .tooLarge(what: "\(limits.levelDepthMax) levels within each other")
    }
    let object = try file.object(value, "level")
    let id: TermTable.LevelID
    switch (object.tag, object.fields) {
    case (1, 1):
      let below = try level(try file.field(object, 0), in: scope, depth: depth + 1)
      id = table.successor(below)
    case (2, 2), (3, 2):
      let left = try level(try file.field(object, 0), in: scope, depth: depth + 1)
      let right = try level(try file.field(object, 1), in: scope, depth: depth + 1)
      id =
        object.tag == 2
        ? table.maximum(left, right) : table.impredicativeMaximum(left, right)
    case (4, 1):
      let name = try name(try file.field(object, 0))
      guard let position = scopes[scope].firstIndex(of: name) else {
        throw .malformed(expected: "declared universe parameter", offset: offset)
      }
      id = table.parameter(position)
    default: throw .malformed(expected: "level", offset: offset)
    }
    if table[id].atoms.count > limits.levelAtomsMax {
      throw .tooLarge(what: "\(limits.levelAtomsMax) parts of a level")
    }
    levelsRead[scope][offset] = id
    return id
  }

  // MARK: Terms

  /// Without recursion: terms may be deep.
  mutating func term(
    _ value: OleanBytes.Value, in scope: Scope
  ) throws(OleanError) -> TermTable.TermID {
    guard case .object(let start) = value else { throw .malformed(expected: "term", offset: 0) }
    var pending = [start]
    while let offset = pending.last {
      if termsRead[scope][offset] != nil {
        pending.removeLast()
        continue
      }
      let object = try file.object(at: offset, "term")
      let children = try children(of: object)
      var missing = false
      for child in children where termsRead[scope][child] == nil {
        pending.append(child)
        missing = true
      }
      if missing { continue }
      termsCount += 1
      if termsCount > limits.termsMax { throw .tooLarge(what: "\(limits.termsMax) terms") }
      termsRead[scope][offset] = try build(object, children, in: scope)
      pending.removeLast()
    }
    guard let id = termsRead[scope][start] else {
      throw .malformed(expected: "term", offset: start)
    }
    return id
  }

  /// Number of fields of `Expr`'s constructor with this tag, and which of them are terms. Tags 1 and 2
  /// are the elaborator's own variables, which no declaration contains.
  private static func shape(_ tag: Int) -> (fields: Int, terms: Range<Int>)? {
    switch tag {
    case 0, 3, 9: (1, 0..<0)
    case 4: (2, 0..<0)
    case 5: (2, 0..<2)
    case 6, 7: (3, 1..<3)
    case 8: (4, 1..<4)
    case 10: (2, 1..<2)
    case 11: (3, 2..<3)
    default: nil
    }
  }

  private func children(of object: OleanBytes.Object) throws(OleanError) -> [Int] {
    guard let shape = Self.shape(object.tag), shape.fields == object.fields else {
      throw .malformed(expected: "term", offset: object.offset)
    }
    var children: [Int] = []
    for field in shape.terms {
      guard case .object(let offset) = try file.field(object, field) else {
        throw .malformed(expected: "term", offset: object.offset)
      }
      children.append(offset)
    }
    return children
  }

  private mutating func build(
    _ object: OleanBytes.Object, _ children: [Int], in scope: Scope
  ) throws(OleanError) -> TermTable.TermID {
    var parts: [TermTable.TermID] = []
    for child in children {
      guard let id = termsRead[scope][child] else {
        throw .malformed(expected: "term", offset: child)
      }
      parts.append(id)
    }
    switch object.tag {
    case 0:
      let index = try file.integer(try file.field(object, 0))
      return table.id(.variable(index))
    case 3:
      let level = try level(try file.field(object, 0), in: scope)
      return table.id(.sort(level))
    case 4:
      let name = try name(try file.field(object, 0))
      var levels: [TermTable.LevelID] = []
      for value in try file.list(try file.field(object, 1), "levels") {
        levels.append(try level(value, in: scope))
      }
      return table.id(.constant(name, levels))
    case 5: return table.id(.application(parts[0], parts[1]))
    case 6: return table.id(.lambda(parts[0], parts[1]))
    case 7: return table.id(.pi(parts[0], parts[1]))
    case 8: return table.id(.binding(parts[0], parts[1], parts[2]))
    case 9:
      let literal = try literal(try file.field(object, 0))
      return table.id(literal)
    case 10: return parts[0]
    default:
      let structure = try name(try file.field(object, 0))
      let field = try file.integer(try file.field(object, 1))
      return table.id(.projection(structure, field, parts[0]))
    }
  }

  private func literal(_ value: OleanBytes.Value) throws(OleanError) -> TermTable.Term {
    let object = try file.object(value, "literal")
    guard object.fields == 1, object.tag < 2 else {
      throw .malformed(expected: "literal", offset: object.offset)
    }
    let content = try file.field(object, 0)
    if object.tag == 0 { return .natural(try file.natural(content)) }
    return .text(try file.string(content))
  }
}
