import Foundation
import LeanInterface
import TestSupport
import Testing

@testable import Repl

/// Environments and proof states that go through a file into another session.
@Suite struct ReplPickleTests {
  private func session() async throws -> ReplSession {
    ReplSession(
      pool: try await testPool(LeanOptions(processes: 1, batchSeconds: 60, heartbeats: 200_000)))
  }

  @Test func anEnvironmentGoesOnInAnotherSession() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/e.olean"
      let first = try await session()
      for (index, text) in [
        "import Init\nnamespace X\ndef Y := 37\nend X", "open X\nnotation \"three\" => 3",
        "set_option maxRecDepth 300",
      ].enumerated() {
        let before = index == 0 ? nil : index - 1
        #expect(try await first.respond(to: ReplRequest(cmd: text, env: before)).messages == nil)
      }
      let written = try await first.answer(#"{"pickleTo": "\#(file)", "env": 2}"#)
      #expect(written == ReplResponse(env: 2))
      let second = try await session()
      let unpickle = #"{"unpickleEnvFrom": "\#(file)"}"#
      #expect(try await second.answer(unpickle) == ReplResponse(env: 0))
      #expect(try await second.answer(unpickle) == ReplResponse(env: 1))
      let use = "example : Y = 37 ∧ three = 3 := ⟨rfl, rfl⟩"
      #expect(
        try await second.respond(to: ReplRequest(cmd: use, env: 1)) == ReplResponse(env: 2))
      let wrong = try await second.respond(to: ReplRequest(cmd: "example : Y = 38 := rfl", env: 1))
      #expect(wrong.messages?.map(\.severity) == ["error"] && wrong.messages?.first?.pos.line == 1)
    }
  }

  /// The numbers are the original's, from its own test.
  @Test func aProofStateGoesOnInAnotherSession() async throws {
    try await withTemporaryFolder { folder in
      let first = try await session()
      func ask(_ session: ReplSession, _ request: String) async throws -> ReplResponse {
        try #require(try await session.answer(request))
      }
      let nat = ReplResponse(
        proofState: 1, proofStatus: "Incomplete: open goals remain", goals: ["⊢ Nat"])
      _ = try await ask(first, #"{"cmd": "import Init"}"#)
      _ = try await ask(first, #"{"cmd": "def f : Nat := by sorry", "env": 0}"#)
      #expect(
        try await ask(first, #"{"pickleTo": "\#(folder)/c.olean", "proofState": 0}"#) == nat)
      var other = nat
      other.proofState = 2
      #expect(
        try await ask(first, #"{"unpickleProofStateFrom": "\#(folder)/c.olean", "env": 0}"#)
          == other)
      let have = try await ask(first, #"{"tactic": "have t : Nat := 42", "proofState": 2}"#)
      #expect(have.proofState == 3 && have.goals == ["t : Nat\n⊢ Nat"])
      #expect(
        try await ask(first, #"{"pickleTo": "\#(folder)/d.olean", "proofState": 3}"#).goals
          == have.goals)
      let second = try await session()
      let again = try await ask(second, #"{"unpickleProofStateFrom": "\#(folder)/d.olean"}"#)
      #expect(again.proofState == 0 && again.goals == have.goals && again.messages == nil)
      #expect(
        try await ask(second, #"{"tactic": "exact t", "proofState": 0}"#)
          == ReplResponse(proofState: 1, proofStatus: "Completed", goals: []))
      // Its environment came along.
      #expect(try await ask(second, #"{"cmd": "def g := 1", "env": 0}"#) == ReplResponse(env: 1))
    }
  }

  @Test func whatIsNoPickleIsRefusedInOneLine() async throws {
    try await withTemporaryFolder { folder in
      let session = try await session()
      func message(_ request: String) async throws -> String {
        try await session.answer(request)?.message ?? ""
      }
      #expect(try await message(#"{"pickleTo": "\#(folder)/x"}"#).contains("env or proofState"))
      #expect(
        try await message(#"{"pickleTo": "\#(folder)/x", "env": 0}"#) == "Unknown environment.")
      #expect(
        try await message(#"{"pickleTo": "\#(folder)/x", "proofState": 0}"#)
          == "Unknown proof state.")
      _ = try await session.respond(to: ReplRequest(cmd: "theorem t : True := by sorry"))
      #expect(
        try await message(#"{"pickleTo": "\#(folder)/no/x", "env": 0}"#)
          .hasPrefix("Cannot write the pickle '\(folder)/no/x'"))
      for (name, field) in [("e", "env"), ("p", "proofState")] {
        _ = try await session.answer(#"{"pickleTo": "\#(folder)/\#(name)", "\#(field)": 0}"#)
      }
      let whole = try Data(contentsOf: URL(filePath: "\(folder)/e"))
      let newer = String(decoding: whole, as: UTF8.self)
        .replacing("\"version\":1", with: "\"version\":2")
      for (name, data) in [
        ("cut", whole.dropLast(5)), ("empty", Data()), ("foreign", Data("olean\u{0}\u{1}".utf8)),
        ("other", Data("{\"version\": 1}".utf8)), ("newer", Data(newer.utf8)),
        (
          "damaged",
          Data(
            newer.replacing("\"version\":2", with: "\"version\":1")
              .replacing("\"hasErrors\":false", with: "\"hasErrors\":3").utf8)
        ),
      ] { try data.write(to: URL(filePath: "\(folder)/\(name)")) }
      for (name, reason) in [
        ("cut", "not whole"), ("empty", "not whole"), ("foreign", "not whole"),
        ("other", "not whole"), ("newer", "version 2"), ("damaged", "damaged"), ("none", "exist"),
        (".", "no file"),
      ] {
        for field in ["unpickleEnvFrom", "unpickleProofStateFrom"] {
          let said = try await message(#"{"\#(field)": "\#(folder)/\#(name)"}"#)
          #expect(said.hasPrefix("Cannot read the pickle") && said.contains(reason), "\(said)")
          #expect(!said.contains("\n"))
        }
      }
      #expect(
        try await message(#"{"unpickleEnvFrom": "\#(folder)/p"}"#).contains("a proof state's"))
      #expect(
        try await message(#"{"unpickleProofStateFrom": "\#(folder)/e"}"#)
          .contains("an environment's"))
      #expect(
        try await message(#"{"unpickleProofStateFrom": "\#(folder)/p", "env": 9}"#)
          == "Unknown environment.")
    }
  }
}
