import LeanText

/// A full name of Lean's. Compared by bytes: to Lean `Ω` (U+03A9) and `Ω` (U+2126) are two names.
public struct ConstantName: Hashable, Sendable, CustomStringConvertible {
  public enum Part: Hashable, Sendable {
    /// UTF-8.
    case text([UInt8])
    case number(UInt64)
  }

  public let parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  /// The name of text parts that `dotted` writes without `«»`.
  public init(_ dotted: String) {
    parts = dotted.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { .text(Array($0)) }
  }

  /// As Lean's text writes it, `«»` around what is no plain identifier; a number stands bare.
  public var description: String {
    parts.map { part in
      switch part {
      case .number(let number): return "\(number)"
      case .text(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        return Self.isPlain(text) ? text : "«\(text)»"
      }
    }.joined(separator: ".")
  }

  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.first.map(LeanLetter.startsName) == true
      && text.unicodeScalars.allSatisfy(LeanLetter.continuesName)
  }

  /// The name without the mark `_private.Module.0` in front.
  public var withoutPrivateMark: ConstantName {
    guard parts.first == .text(Array("_private".utf8)),
      let number = parts.firstIndex(where: { if case .number = $0 { true } else { false } }),
      number + 1 < parts.count
    else { return self }
    return ConstantName(parts: Array(parts[(number + 1)...]))
  }

  /// Whether Lean made the name up for a piece of a declaration: `f.match_1`, `f._proof_2`. Which declaration such a
  /// piece is named after depends on what stands before, because Lean uses an equal piece again.
  public var isAuxiliary: Bool {
    let own = withoutPrivateMark.parts
    let isInternal = own.contains { part in
      guard case .text(let bytes) = part else { return true }
      return bytes.first == UInt8(ascii: "_")
    }
    guard !isInternal, case .text(let last) = own.last else { return isInternal }
    let mark = Array("match_".utf8)
    let digits = last.dropFirst(mark.count)
    return last.starts(with: mark) && !digits.isEmpty
      && digits.allSatisfy { (48...57).contains($0) || $0 == 95 }
  }

  /// Whether Lean may have made the name up for an instance: `instInhabitedT_1`. The number at its end depends on what
  /// stands before.
  public var isLikeInstance: Bool {
    guard case .text(let last) = parts.last else { return false }
    return last.starts(with: "inst".utf8) && last.count > 4
  }
}

/// Names, universe levels and terms, each stored once, of one or more modules: within a table, equal means the same
/// id, and a term takes the room of its different subterms.
public struct TermTable: Sendable {
  public struct NameID: Hashable, Sendable { public let index: Int }
  public struct LevelID: Hashable, Sendable { let index: Int }
  public struct TermID: Hashable, Sendable { public let index: Int }

  /// A level in normal form: the largest of its atoms. Equal atoms mean equal levels.
  struct Level: Hashable, Sendable {
    enum Base: Hashable, Sendable {
      case zero
      /// A universe parameter by its position.
      case parameter(Int)
      case imax(LevelID, LevelID)
    }
    struct Atom: Hashable, Sendable {
      let base: Base
      let offset: Int
    }
    /// Sorted; one a base.
    let atoms: [Atom]
  }

  /// A term without what carries no meaning: names of bound variables, binder infos, annotations, and
  /// whether a `let` was written `have`.
  public enum Term: Hashable, Sendable {
    /// Counted from the innermost binder.
    case variable(Int)
    case sort(LevelID)
    case constant(NameID, [LevelID])
    case application(TermID, TermID)
    case lambda(TermID, TermID)
    case pi(TermID, TermID)
    /// Type, value, body.
    case binding(TermID, TermID, TermID)
    /// Words of 64 bits, lowest first.
    case natural([UInt64])
    /// UTF-8.
    case text([UInt8])
    /// Structure, field, value.
    case projection(NameID, Int, TermID)
  }

  private var names = Interned<ConstantName>()
  private var levels = Interned<Level>()
  private var terms = Interned<Term>()

  public init() {}

  public subscript(id: NameID) -> ConstantName { names.values[id.index] }
  subscript(id: LevelID) -> Level { levels.values[id.index] }
  public subscript(id: TermID) -> Term { terms.values[id.index] }

  public mutating func id(_ name: ConstantName) -> NameID { NameID(index: names.index(of: name)) }
  mutating func id(_ level: Level) -> LevelID { LevelID(index: levels.index(of: level)) }
  mutating func id(_ term: Term) -> TermID { TermID(index: terms.index(of: term)) }

  /// nil when no module read so far has the name.
  public func known(_ name: ConstantName) -> NameID? {
    names.known(name).map { NameID(index: $0) }
  }
}

/// Values by number, each once.
private struct Interned<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var indices: [Value: Int] = [:]

  func known(_ value: Value) -> Int? { indices[value] }

  mutating func index(of value: Value) -> Int {
    if let index = indices[value] { return index }
    values.append(value)
    indices[value] = values.count - 1
    return values.count - 1
  }
}

// MARK: Levels

/// Rules of the normal form. Each keeps the level's value under every assignment of its parameters.
extension TermTable {
  mutating func zero() -> LevelID { id(Level(atoms: [.init(base: .zero, offset: 0)])) }

  mutating func parameter(_ position: Int) -> LevelID {
    id(Level(atoms: [.init(base: .parameter(position), offset: 0)]))
  }

  mutating func successor(_ level: LevelID) -> LevelID {
    id(Level(atoms: self[level].atoms.map { .init(base: $0.base, offset: $0.offset + 1) }))
  }

  mutating func maximum(_ left: LevelID, _ right: LevelID) -> LevelID {
    var offsets: [Level.Base: Int] = [:]
    for atom in self[left].atoms + self[right].atoms {
      offsets[atom.base] = max(offsets[atom.base] ?? 0, atom.offset)
    }
    // A constant below another atom's offset can never be the largest.
    let others = offsets.filter { $0.key != .zero }.values.max()
    if let constant = offsets[.zero], let others, others >= constant { offsets[.zero] = nil }
    let atoms = offsets.map { Level.Atom(base: $0.key, offset: $0.value) }
    return id(Level(atoms: atoms.sorted { Self.order($0.base) < Self.order($1.base) }))
  }

  /// `imax l r` is zero where `r` is, and `max l r` elsewhere.
  mutating func impredicativeMaximum(_ left: LevelID, _ right: LevelID) -> LevelID {
    if self[right].atoms.contains(where: { $0.offset > 0 }) { return maximum(left, right) }
    let zero = zero()
    let one = successor(zero)
    if right == zero || left == zero || left == one || left == right { return right }
    return id(Level(atoms: [.init(base: .imax(left, right), offset: 0)]))
  }

  /// Any order will do: it only has to be one.
  private static func order(_ base: Level.Base) -> (Int, Int, Int) {
    switch base {
    case .zero: (0, 0, 0)
    case .parameter(let position): (1, position, 0)
    case .imax(let left, let right): (2, left.index, right.index)
    }
  }
}
