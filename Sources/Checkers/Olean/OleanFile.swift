/// One declaration of a compiled module.
public struct LeanConstant: Hashable, Sendable {
  /// In the order of Lean's constructors of `ConstantInfo`.
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    case axiom, definition, theorem, opaque, quotient, inductive, constructor, recursor
  }

  /// What an inductive type, a constructor or a recursor says besides its type, as far as it decides what it means;
  /// constructors and recursors follow from the inductive type.
  public struct Shape: Hashable, Sendable {
    /// Parameters and indices; a constructor: its place, parameters and fields; a recursor: its parameters, indices,
    /// motives and minor premises.
    public var numbers: [Int] = []
    /// The types declared together.
    public var group: [TermTable.NameID] = []
    /// An inductive type's constructors; a constructor's type.
    public var members: [TermTable.NameID] = []
  }

  public var name: TermTable.NameID
  public var kind: Kind
  /// Number of universe parameters; terms name them by position.
  public var universes: Int
  public var type: TermTable.TermID
  /// The value of a definition, a theorem or an opaque constant.
  public var value: TermTable.TermID?
  /// Declared `unsafe` or `partial`: nothing that the kernel has checked may rest on it.
  public var isUnsafe: Bool
  public var shape = Shape()
}

/// What Lean wrote into a compiled module: its imports and its declarations. Nothing of the module is run to read it.
public struct OleanFile: Sendable {
  public let leanVersion: String
  /// Written with `module`: proofs are kept elsewhere then.
  public let isModule: Bool
  public let imports: [ConstantName]
  public let constants: [TermTable.NameID: LeanConstant]

  /// Names and terms enter `table`, so that those of several files can be compared. Of a hostile or truncated file it
  /// says so; it takes no more steps than `limits` allows.
  public init(
    _ bytes: [UInt8], into table: inout TermTable, limits: OleanLimits = OleanLimits()
  ) throws(OleanError) {
    let file = try OleanBytes(bytes, limits: limits)
    var reader = OleanReader(file: file, table: table, limits: limits)
    // The table is written back at the end: a copy meanwhile would cost a copy of everything.
    table = TermTable()
    defer { table = reader.table }
    let root = try file.object(file.root, "module")
    guard root.fields == 5 else { throw .malformed(expected: "module", offset: root.offset) }
    leanVersion = file.leanVersion
    if root.size > 8 + 8 * root.fields {
      isModule = try file.flag(root, 0)
    } else {
      isModule = false
    }
    var imports: [ConstantName] = []
    for value in try file.array(try file.field(root, 0), "imports") {
      let name = try reader.name(try file.field(try file.object(value, "import"), 0))
      imports.append(reader.table[name])
    }
    self.imports = imports
    var constants: [TermTable.NameID: LeanConstant] = [:]
    for value in try file.array(try file.field(root, 2), "constants") {
      let constant = try reader.constant(value)
      guard constants.updateValue(constant, forKey: constant.name) == nil else {
        throw .malformed(expected: "new name", offset: root.offset)
      }
    }
    self.constants = constants
  }
}

extension OleanFile {
  /// The same imports and no declarations: what a file is held against that is to be judged by itself.
  public var withoutConstants: OleanFile { OleanFile(importsOf: self) }

  private init(importsOf file: OleanFile) {
    leanVersion = file.leanVersion
    isModule = file.isModule
    imports = file.imports
    constants = [:]
  }
}

extension OleanReader {
  /// Number of fields of each kind's `…Val`.
  private static let fields: [LeanConstant.Kind: Int] = [
    .axiom: 1, .definition: 4, .theorem: 3, .opaque: 3, .quotient: 1, .inductive: 6,
    .constructor: 5, .recursor: 7,
  ]

  mutating func constant(_ value: OleanBytes.Value) throws(OleanError) -> LeanConstant {
    let info = try file.object(value, "constant")
    guard let kind = LeanConstant.Kind(rawValue: info.tag), info.fields == 1 else {
      throw .malformed(expected: "constant", offset: info.offset)
    }
    let own = try file.object(
      try file.field(info, 0), tag: 0, fields: Self.fields[kind] ?? 0, "\(kind)")
    let common = try file.object(try file.field(own, 0), tag: 0, fields: 3, "declaration")
    let name = try name(try file.field(common, 0))
    var parameters: [TermTable.NameID] = []
    for parameter in try file.list(try file.field(common, 1), "universe parameters") {
      parameters.append(try self.name(parameter))
    }
    let scope = scope(of: parameters)
    var constant = LeanConstant(
      name: name, kind: kind, universes: parameters.count,
      type: try term(try file.field(common, 2), in: scope), value: nil, isUnsafe: false)
    switch kind {
    case .axiom: constant.isUnsafe = try file.flag(own, 0)
    case .quotient: break
    case .theorem: constant.value = try term(try file.field(own, 1), in: scope)
    case .opaque:
      constant.value = try term(try file.field(own, 1), in: scope)
      constant.isUnsafe = try file.flag(own, 0)
    case .definition:
      constant.value = try term(try file.field(own, 1), in: scope)
      // unsafe, safe, partial
      constant.isUnsafe = try file.byte(own, 0) != 1
    case .inductive:
      constant.shape.numbers = try integers(own, [1, 2])
      constant.shape.group = try names(own, 3)
      constant.shape.members = try names(own, 4)
      // isRec, isUnsafe, isReflexive
      constant.isUnsafe = try file.flag(own, 1)
    case .constructor:
      constant.shape.members = [try self.name(try file.field(own, 1))]
      constant.shape.numbers = try integers(own, [2, 3, 4])
      constant.isUnsafe = try file.flag(own, 0)
    case .recursor:
      constant.shape.group = try names(own, 1)
      constant.shape.numbers = try integers(own, [2, 3, 4, 5])
      // k, isUnsafe
      constant.isUnsafe = try file.flag(own, 1)
    }
    return constant
  }

  private func integers(
    _ object: OleanBytes.Object, _ fields: [Int]
  ) throws(OleanError) -> [Int] {
    var found: [Int] = []
    for field in fields { found.append(try file.integer(try file.field(object, field))) }
    return found
  }

  private mutating func names(
    _ object: OleanBytes.Object, _ field: Int
  ) throws(OleanError) -> [TermTable.NameID] {
    var found: [TermTable.NameID] = []
    for value in try file.list(try file.field(object, field), "names") {
      found.append(try name(value))
    }
    return found
  }
}
