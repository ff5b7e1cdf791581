import LeanText
import Testing

@Suite struct LeanFileHeaderTests {
  @Test(arguments: [
    ("import Theory.Nat -- naturals\nopen Loom", ["Theory.Nat"], 1),
    ("/- header -/ import Theory.Nat\nopen Loom", ["Theory.Nat"], 1),
    (
      "-- import A\n/- import B\n-/\n  import C import D\nimport\n  E.«f g» /- x",
      ["C", "D", "E.f g"], 6
    ),
    ("\u{feff}import A\r\nimport B\r\n", ["A", "B"], 2),
    ("def s : Nat := 5\n/-- Example:\nimport Init\n-/\ntheorem x : p := h", [], 1),
    ("-- \u{2028}import A\nimport B", ["B"], 2), ("", [], 1), ("-- only this", [], 1),
    ("imports A", [], 1), ("import A.\nimport B", ["A"], 1),
  ])
  func importsAreRead(_ text: String, modules: [String], line: Int) {
    let header = LeanFileHeader(text)
    #expect(header.modules == modules)
    #expect(header.endLine == line)
    #expect(!header.isModule && !header.hasPrelude)
    let parts = (header.hasByteOrderMark ? "\u{feff}" : "") + header.text + header.body
    #expect(Array(parts.utf8) == Array(text.utf8))
  }

  @Test func modifiersAreRead() {
    let header = LeanFileHeader(
      "module -- a\nprelude\npublic import A\nmeta /- b -/ import all B public meta import C\ndef x := 1"
    )
    #expect(header.isModule && header.hasPrelude && header.problem == nil)
    #expect(header.modules == ["A", "B", "C"])
    #expect(header.imports.map(\.isPublic) == [true, false, true])
    #expect(header.imports.map(\.isMeta) == [false, true, true])
    #expect(header.imports.map(\.importsAll) == [false, true, false])
    #expect(header.imports.map(\.line) == [3, 4, 4])
    #expect(header.body == "\ndef x := 1")
  }

  @Test(arguments: [
    ("import", 1), ("import A\nimport 1", 2), ("/-- d -/ import A", 1),
    ("import A\n/-! d -/\nimport B", 3),
    ("public import A", 1), ("import all A", 1), ("example : 1 = 1 := rfl\nimport A", 2),
    ("import A /- open", 1), ("prelude\nmodule\nimport A", 3),
  ])
  func whatLeanObjectsTo(_ text: String, line: Int) {
    #expect(LeanFileHeader(text).problem?.line == line, "\(text)")
  }

  @Test func aProblemBehindTheHeaderIsNotItsOwn() {
    #expect(LeanFileHeader("import A\ndef x := \"open").problem == nil)
  }
}

@Suite struct LeanLinesTests {
  @Test func linesEndWhereLeansDo() {
    let text = "a\u{2028}b\u{85}c\u{b}d\r\ne\nf\n"
    #expect(LeanLines.split(text) == ["a\u{2028}b\u{85}c\u{b}d", "e", "f", ""])
    #expect(LeanLines.breaks(in: text) == 3)
    #expect(LeanLines.count(text) == 4)
    #expect(LeanLines.split("") == [""])
    #expect(LeanLines.normalized("a\r\n\r\nb\rc") == "a\n\nb\rc")
  }

  @Test func stringsKeepTheirLines() {
    #expect(LeanLines.indented("a\n\nb \"c\nd\"\ne", by: 2) == "a\n\n  b \"c\nd\"\n  e")
  }
}
