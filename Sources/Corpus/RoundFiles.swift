import Foundation
import Records

/// What a round changes in the corpus: a pure function of the round and of what is there.
struct RoundFiles {
  /// Files to write, sorted by path.
  private(set) var files: [(path: String, content: [UInt8])] = []
  private(set) var skipped: [String: String] = [:]
  private(set) var index: TheoremIndex

  private let commit: RoundCommit
  private let domains: [String: CorpusDomain]

  /// - Parameter records: the theorems that an earlier round recorded.
  /// - Throws: `CorpusError.badRound`
  init(_ commit: RoundCommit, index: TheoremIndex, records: (Int) throws -> [Theorem]) throws {
    self.commit = commit
    self.index = index
    domains = Dictionary(
      commit.domains.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    try checkTheorems()
    for theorem in commit.theorems {
      self.index.add(
        theorem.name, in: ModuleName(domain: theorem.statement.domain, round: commit.round))
    }
    var contents: [String: [UInt8]] = [:]
    try addNewModules(to: &contents)
    try addShorterProofs(to: &contents, records: records)
    for (path, text) in commit.files {
      guard Self.isOrdinary(path) else { throw bad("'\(path)' is not a path inside the corpus") }
      contents[path] = Array(text.utf8)
    }
    contents["README.md"] = Array(commit.readme.utf8)
    contents["Lemmaloom.lean"] = Array(ModuleText.root(Array(self.index.modules)).utf8)
    files = contents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func bad(_ detail: String) -> CorpusError { .badRound(commit.round, detail: detail) }

  private func checkTheorems() throws {
    if commit.round < 1 { throw bad("rounds count from 1") }
    var names: Set<String> = []
    for theorem in commit.theorems {
      guard domains[theorem.statement.domain] != nil else {
        throw bad("theorem \(theorem.name) is in the unknown domain '\(theorem.statement.domain)'")
      }
      if theorem.script.allSatisfy(\.isWhitespace) {
        throw bad("theorem \(theorem.name) has no proof script")
      }
      if let module = index.location[theorem.name] {
        throw bad("theorem \(theorem.name) is in \(module.module) already")
      }
      if !names.insert(theorem.name).inserted { throw bad("theorem \(theorem.name) comes twice") }
    }
    let files = Dictionary(grouping: domains.keys) { ModuleName(domain: $0, round: 1).file }
    if let clash = files.values.first(where: { $0.count > 1 }) {
      throw bad("the domains \(clash.sorted().joined(separator: ", ")) share their modules' name")
    }
  }

  private mutating func addNewModules(to contents: inout [String: [UInt8]]) throws {
    let groups = Dictionary(grouping: commit.theorems) { $0.statement.domain }
      .sorted { $0.key < $1.key }
    // A module cannot import one that imports it.
    let round = commit.round
    let imported = groups.map { domain, theorems in
      let others = theorems.flatMap(\.lemmas).compactMap { index.location[$0] }
        .filter { $0.round == round && $0.domain != domain }
      return (domain: domain, imports: others.map(\.domain))
    }
    let order = LemmaOrder.sorted(imported, name: \.domain, uses: \.imports)
    if order == nil { throw bad("theorems of two domains use each other") }
    var all: [Theorem] = []
    for (domain, theorems) in groups {
      let name = ModuleName(domain: domain, round: round)
      guard try addModule(name, theorems, to: &contents) else {
        throw bad("theorems of the domain \(domain) prove each other in a circle")
      }
      all += LemmaOrder.sorted(theorems, name: \.name, uses: \.lemmas) ?? theorems
    }
    if !all.isEmpty {
      contents[ModuleName.records(round: round)] = try RecordFile.text(all)
    }
  }

  /// Module and traces; false when no order of the theorems is possible.
  private func addModule(
    _ name: ModuleName, _ theorems: [Theorem], to contents: inout [String: [UInt8]]
  ) throws -> Bool {
    guard let domain = domains[name.domain],
      let sorted = LemmaOrder.sorted(theorems, name: \.name, uses: \.lemmas)
    else { return false }
    // Names that the corpus does not have are the theory's.
    let used = Set(sorted.flatMap(\.lemmas).compactMap { index.location[$0] })
    let imports = used.filter { $0 != name }.sorted().map(\.module)
    let text = ModuleText.module(
      name, domain: domain, imports: imports, options: commit.options, theorems: sorted)
    contents[name.file] = Array(text.utf8)
    contents[name.traces] = Array(ModuleText.traces(name, theorems: sorted).utf8)
    return true
  }

  private mutating func addShorterProofs(
    to contents: inout [String: [UInt8]], records: (Int) throws -> [Theorem]
  ) throws {
    var byModule: [ModuleName: [Theorem]] = [:]
    for theorem in commit.shorterProofs {
      if let reason = obstacle(to: theorem) {
        skipped[theorem.name] = reason
      } else if let module = index.location[theorem.name] {
        byModule[module, default: []].append(theorem)
      }
    }
    let byRound = Dictionary(grouping: byModule) { $0.key.round }.sorted { $0.key < $1.key }
    for (round, modules) in byRound {
      var theorems = try records(round)
      for (name, replacements) in modules.sorted(by: { $0.key < $1.key }) {
        for replacement in replacements {
          guard let position = theorems.firstIndex(where: { $0.name == replacement.name }) else {
            skipped[replacement.name] = "it is not among the records of round \(round)"
            continue
          }
          let old = theorems[position]
          theorems[position] = replacement
          let inModule = theorems.filter { $0.statement.domain == name.domain }
          if try !addModule(name, inModule, to: &contents) {
            theorems[position] = old
            skipped[replacement.name] = "its lemmas use it themselves"
          }
        }
      }
      contents[ModuleName.records(round: round)] = try RecordFile.text(theorems)
    }
  }

  /// Why a shorter proof cannot stand where the theorem stands; nil when it can.
  private func obstacle(to theorem: Theorem) -> String? {
    guard let module = index.location[theorem.name], module.round < commit.round else {
      return "the corpus has no theorem of an earlier round by that name"
    }
    if module.domain != theorem.statement.domain { return "it is in another domain" }
    if domains[module.domain] == nil { return "its domain is not part of the round" }
    if theorem.script.allSatisfy(\.isWhitespace) { return "it has no proof script" }
    let tooNew = theorem.lemmas.first { lemma in
      guard let used = index.location[lemma] else { return false }
      return used != module && used.round >= module.round
    }
    return tooNew.map { "it uses \($0), which is newer than the theorem" }
  }

  private static func isOrdinary(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." || $0.lowercased() == ".git" }
  }
}
