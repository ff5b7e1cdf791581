import Foundation
import Terms
import TestSupport
import Testing

@testable import Checkers

/// Numbers that repeat from run to run.
private struct Steps {
  var state: UInt64
  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: state >> 33) % limit
  }
}

@Suite struct OleanFileTests {
  private static let text = """
    universe u v
    def pick (n : Nat) : Nat := match n with | 0 => 1 | k + 1 => k
    theorem unproved : pick 0 = 1 := sorry
    theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩
    structure Pair (α : Type u) (β : Type v) where
      fst : α
      snd : β
    inductive Way | left | right (a b : Way)
    opaque hidden : Nat
    axiom law : hidden = 3
    private theorem inner : hidden = 3 := law
    unsafe def loop : Nat := loop
    def large := 123456789012345678901234567890
    def text := "h\u{e9}llo"
    def levels : Sort (max 1 (u + 1) (imax u v)) → Sort (max (imax u v) (u + 1)) → True :=
      fun _ _ => trivial
    theorem renamed (a b : Prop) (x : a ∧ b) : b ∧ a := ⟨x.2, x.1⟩
    """

  /// The bytes that Lean writes for a text.
  private static func compile(_ text: String) async throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "olean-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try text.write(toFile: "\(folder)/M.lean", atomically: true, encoding: .utf8)
    let outcome = try await (try testPool()).elaborate(
      file: "M.lean", root: folder, output: "\(folder)/M.olean")
    guard let data = FileManager.default.contents(atPath: "\(folder)/M.olean") else {
      Issue.record("does not compile: \(outcome)")
      return []
    }
    return [UInt8](data)
  }

  private struct Read {
    let file: OleanFile
    let table: TermTable

    init(_ bytes: [UInt8]) throws {
      var table = TermTable()
      file = try OleanFile(bytes, into: &table)
      self.table = table
    }

    subscript(_ name: ConstantName) -> LeanConstant? {
      table.known(name).flatMap { file.constants[$0] }
    }
    subscript(_ name: String) -> LeanConstant? { self[ConstantName(name)] }
  }

  @Test func declarationsAreRead() async throws {
    let read = try Read(try await Self.compile(Self.text))
    #expect(read.file.imports.first == ConstantName("Init"))
    #expect(!read.file.isModule && read.file.leanVersion.hasPrefix("4."))
    let kinds: [String: LeanConstant.Kind] = [
      "pick": .definition, "unproved": .theorem, "Pair": .inductive, "Pair.mk": .constructor,
      "Pair.rec": .recursor, "Pair.fst": .definition, "hidden": .opaque, "law": .axiom,
      "Way.right": .constructor, "large": .definition,
    ]
    for (name, kind) in kinds { #expect(read[name]?.kind == kind, "\(name)") }
    #expect(read["Pair"]?.universes == 2 && read["Way"]?.universes == 0)
    #expect(read["Pair"]?.shape.numbers == [2, 0])
    #expect(read["Way"]?.shape.members.map { "\(read.table[$0])" } == ["Way.left", "Way.right"])
    #expect(read["Way.right"]?.shape.numbers == [1, 0, 2])
    #expect(read["loop"]?.isUnsafe == true && read["pick"]?.isUnsafe == false)
    let inner = read.file.constants.keys.first { "\(read.table[$0])".hasSuffix("inner") }
    #expect(inner.map { "\(read.table[$0].withoutPrivateMark)" } == "inner")
  }

  @Test func termsAreStoredOnce() async throws {
    let read = try Read(try await Self.compile(Self.text))
    // Names of bound variables carry no meaning.
    #expect(read["swap"]?.type == read["renamed"]?.type)
    #expect(read["swap"]?.value == read["renamed"]?.value)
    #expect(read["swap"]?.type != read["unproved"]?.type)
    // `max 1 (u + 1) (imax u v)` and `max (imax u v) (u + 1)` are one level.
    guard let levels = read["levels"], case .pi(let first, let rest) = read.table[levels.type],
      case .pi(let second, _) = read.table[rest]
    else {
      Issue.record("levels: no function type")
      return
    }
    #expect(first == second)
    let text = read["text"]?.value.map { read.table[$0] }
    #expect(text == .text(Array("h\u{e9}llo".utf8)))
    let large = read.file.constants.values.compactMap(\.value).contains { value in
      contains(value, .natural([0xc373_e0ee_4e3f_0ad2, 0x1_8ee9_0ff6]), read.table)
    }
    #expect(large)
  }

  private func contains(
    _ term: TermTable.TermID, _ wanted: TermTable.Term, _ table: TermTable
  ) -> Bool {
    if table[term] == wanted { return true }
    switch table[term] {
    case .application(let left, let right):
      return contains(left, wanted, table) || contains(right, wanted, table)
    default: return false
    }
  }

  @Test func onlyPiecesAreAuxiliary() {
    for name in ["f.match_1", "f._proof_2", "f.match_1_1", "_private", "f._f"] {
      #expect(ConstantName(name).isAuxiliary, "\(name)")
    }
    for name in ["f.match", "matches", "f.proof_1", "match_x", "f.match_", "f"] {
      #expect(!ConstantName(name).isAuxiliary, "\(name)")
    }
    #expect(ConstantName("a\u{3a9}") != ConstantName("a\u{2126}"))
    #expect("\(ConstantName("a.+.«"))".hasPrefix("a.«+»"))
  }

  /// A file of another kind, of another format, or one over the limits is refused by name.
  @Test func othersAreRefused() async throws {
    var bytes = try await Self.compile("theorem t : 1 = 1 := rfl")
    func error(_ bytes: [UInt8], _ limits: OleanLimits = OleanLimits()) -> OleanError? {
      var table = TermTable()
      do throws(OleanError) {
        _ = try OleanFile(bytes, into: &table, limits: limits)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(bytes) == nil)
    #expect(error([]) == .notOlean && error(Array("not olean at all".utf8)) == .notOlean)
    var limits = OleanLimits()
    limits.termsMax = 3
    #expect(error(bytes, limits) == .tooLarge(what: "3 terms"))
    limits = OleanLimits()
    limits.bytesMax = 100
    #expect(error(bytes, limits) == .tooLarge(what: "100 bytes"))
    bytes[5] = 9
    #expect(error(bytes) == .unknownVersion(9))
  }

  /// Truncated at any length or changed anywhere: an error or another result, never a trap or an endless loop.
  @Test func brokenFilesAreErrors() async throws {
    try await expectNoTrap("axiom a : True\ntheorem t (p : Prop) (h : p) : p := h", changes: 4000)
    try await expectNoTrap("structure S (α : Type u) where\n  n : α\ndef c := \"x\"", changes: 400)
  }

  private func expectNoTrap(_ text: String, changes: Int) async throws {
    let bytes = try await Self.compile(text)
    var limits = OleanLimits()
    limits.termsMax = 200_000
    var refused = 0
    func read(_ bytes: [UInt8]) {
      var table = TermTable()
      do {
        _ = try OleanFile(bytes, into: &table, limits: limits)
      } catch {
        refused += 1
      }
    }
    let lengths = Array(0..<200) + stride(from: 200, to: bytes.count, by: max(1, bytes.count / 200))
    for length in lengths { read(Array(bytes.prefix(length))) }
    // The root stands last, so nothing shorter is whole.
    #expect(refused == lengths.count)
    var steps = Steps(state: 7)
    for _ in 0..<changes {
      var changed = bytes
      for _ in 0...steps.next(below: 3) {
        let place = steps.next(below: changed.count)
        switch steps.next(below: 3) {
        case 0: changed[place] ^= UInt8(1 << steps.next(below: 8))
        case 1: changed[place] = UInt8(steps.next(below: 256))
        default:
          // A word, so that pointers and sizes become wild.
          let word = place & ~7
          for index in word..<min(word + 8, changed.count) {
            changed[index] = steps.next(below: 2) == 0 ? 0xff : UInt8(steps.next(below: 256))
          }
        }
      }
      read(changed)
    }
    #expect(refused > lengths.count)
  }
}
