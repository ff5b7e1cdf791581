import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import RunStore

@Suite struct FaultTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// The case of an error without its values, and that its message names the file.
  private func kind(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch let error as RunStoreError {
      #expect("\(error)".contains(folder.path))
      return String("\(Mirror(reflecting: error).children.first?.label ?? "?")")
    } catch {
      return "another error: \(error)"
    }
  }

  @Test(arguments: [RunStore.Mode.writing, .reading])
  func textIsNoDatabase(mode: RunStore.Mode) throws {
    let text = String(repeating: "these are notes, not a database\n", count: 200)
    try text.write(toFile: folder.database, atomically: true, encoding: .utf8)
    #expect(kind { _ = try RunStore(path: folder.database, mode: mode) } == "foreign")
    #expect(try String(contentsOfFile: folder.database, encoding: .utf8) == text)
  }

  @Test(arguments: [RunStore.Mode.writing, .reading])
  func anotherProgramsDatabaseIsLeftAlone(mode: RunStore.Mode) throws {
    do {
      let other = try DatabaseQueue(path: folder.database)
      try other.write { try $0.execute(sql: "CREATE TABLE bookmarks (url TEXT)") }
      try other.close()
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
    #expect(kind { _ = try RunStore(path: folder.database, mode: mode) } == "foreign")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
  }

  @Test(arguments: [RunStore.Mode.writing, .reading])
  func damagedPagesAreSeenAtOpen(mode: RunStore.Mode) async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    try await store.close()
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
    let size = try handle.seekToEnd()
    #expect(size > 16_384)
    try handle.seek(toOffset: 4096 * 2)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096 * 2))
    try handle.close()
    #expect(kind { _ = try RunStore(path: folder.database, mode: mode) } == "corrupted")
  }

  @Test func aCutFileIsSeenAtOpen() async throws {
    let store = try RunStore(path: folder.database)
    try await store.runRound()
    try await store.close()
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
    try handle.truncate(atOffset: 4096 * 5 + 100)
    try handle.close()
    #expect(kind { _ = try RunStore(path: folder.database) } == "corrupted")
  }

  @Test func versionsAreCompared() async throws {
    let store = try RunStore(path: folder.database)
    try await store.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9: of a later version')")
    }
    try await store.close()
    #expect(kind { _ = try RunStore(path: folder.database) } == "newerFormat")
    #expect(kind { _ = try RunStore(path: folder.database, mode: .reading) } == "newerFormat")
  }

  @Test func missingAndImpossiblePlaces() throws {
    #expect(kind { _ = try RunStore(path: folder.database, mode: .reading) } == "missing")
    try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
    #expect(kind { _ = try RunStore(path: folder.path + "/file/run.sqlite") } == "unreadable")
    #expect(kind { _ = try RunStore(path: folder.path) } == "unreadable")
  }

  @Test func anEmptyFileIsAnInterruptedStart() async throws {
    try Data().write(to: URL(fileURLWithPath: folder.database))
    #expect(kind { _ = try RunStore(path: folder.database, mode: .reading) } == "olderFormat")
    let store = try RunStore(path: folder.database)
    #expect(try await store.currentRound() == nil)
  }

  @Test func aFullDiskLosesNothingThatWasFinished() async throws {
    let bytes = 400_000
    let bulk = (0..<5000).map { RoundWrite.rankingExample(Make.example($0)) }
    do {
      let store = try RunStore(path: folder.database, maximumBytes: bytes)
      try await store.runRound(until: .learn)
      let before = try await store.dump()
      await #expect(throws: RunStoreError.full(path: folder.database)) {
        try await store.finishPhase(.learn, round: 1, writing: bulk, at: Make.start)
      }
      #expect(try await store.dump() == before)
      #expect(try await store.currentRound()?.phase == .learn)
    }
    let store = try RunStore(path: folder.database)
    try await store.finishPhase(.learn, round: 1, writing: bulk, at: Make.start)
    #expect(try await store.rankingExamples().count == 5000)
  }

  @Test func readersReadBesideTheWriterAndAfterIt() async throws {
    let writer = try RunStore(path: folder.database)
    try await writer.runRound(until: .check)
    let reader = try RunStore(path: folder.database, mode: .reading)
    #expect(try await reader.currentRound()?.phase == .check)
    try await writer.runRound()
    #expect(try await reader.currentRound() == nil)
    await #expect(throws: RunStoreError.readOnly(path: folder.database)) {
      try await reader.setMeta("seed", "1")
    }
    try await reader.close()
    try await writer.close()
    let late = try RunStore(path: folder.database, mode: .reading)
    #expect(try await late.theorems(domain: "nat").count == 1)
  }

  @Test func aReaderSeesWholeTransactionsOnly() async throws {
    let path = folder.database
    let writer = try RunStore(path: path)
    try await writer.runRound(until: .prove)
    let reader = try RunStore(path: path, mode: .reading)
    async let writing: Void = {
      for index in 0..<60 {
        let pair = (0..<10).map { RoundWrite.attempt(Make.attempt(index * 10 + $0, .proved)) }
        try await writer.save(pair, round: 1, phase: .prove)
      }
    }()
    var seen: [Int] = []
    while (seen.last ?? 0) < 600 {
      seen.append(try await reader.attemptCounts().first?.proved ?? 0)
    }
    try await writing
    #expect(seen.allSatisfy { $0 % 10 == 0 })
    #expect(seen == seen.sorted())
  }
}
