import Records

/// Which proof states a process keeps, by their goals; a bounded number, of which the one that was used longest ago goes
/// first.
struct KeptStates {
  /// Where a goal stands in the process.
  struct Place: Hashable {
    let state: Int
    let index: Int
  }

  private struct Entry {
    let place: Place
    var used: Int
  }

  /// Proof states of a process. One takes 17 to 54 kB.
  static let statesMax = 4000

  private let limit: Int
  private var entries: [String: Entry] = [:]
  /// Goals of each state that are still looked for.
  private var references: [Int: Int] = [:]
  private var clock = 0
  private var lastState = 0
  /// States that nothing refers to any more.
  private var idle: [Int] = []

  init(limit: Int) { self.limit = limit }

  func contains(_ goal: Goal) -> Bool { entries[goal.key] != nil }

  mutating func place(of goal: Goal) -> Place? {
    guard var entry = entries[goal.key] else { return nil }
    clock += 1
    entry.used = clock
    entries[goal.key] = entry
    return entry.place
  }

  mutating func newState() -> Int {
    lastState += 1
    return lastState
  }

  /// A state came about with these goals. The first state of a goal is the one that is kept.
  mutating func add(_ state: Int, _ goals: [Goal]) {
    for (index, goal) in goals.enumerated() where entries[goal.key] == nil && goal.isRestatable {
      clock += 1
      entries[goal.key] = Entry(place: Place(state: state, index: index), used: clock)
      references[state, default: 0] += 1
    }
    if references[state] == nil { idle.append(state) }
    if entries.count > limit { shrink() }
  }

  /// States that the process may forget; each is named once.
  mutating func takeIdle() -> [Int] {
    defer { idle = [] }
    return idle
  }

  /// A quarter goes at a time, so that the order is looked at rarely.
  private mutating func shrink() {
    let old = entries.sorted { $0.value.used < $1.value.used }.prefix(limit / 4)
    for (key, entry) in old {
      entries[key] = nil
      references[entry.place.state, default: 1] -= 1
      if references[entry.place.state] == 0 {
        references[entry.place.state] = nil
        idle.append(entry.place.state)
      }
    }
  }
}
