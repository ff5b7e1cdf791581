import Records
import Testing

@testable import LeanInterface

@Suite struct KeptStatesTests {
  private func goal(_ number: Int) -> Goal { Goal(context: [], target: "\(number) = \(number)") }

  @Test func theFirstStateOfAGoalIsKept() {
    var states = KeptStates(limit: 10)
    let first = states.newState()
    states.add(first, [goal(1), goal(2)])
    let second = states.newState()
    states.add(second, [goal(2), goal(3)])
    #expect(states.place(of: goal(2)) == KeptStates.Place(state: first, index: 1))
    #expect(states.place(of: goal(3)) == KeptStates.Place(state: second, index: 1))
    #expect(states.place(of: goal(4)) == nil)
    #expect(states.takeIdle().isEmpty)
  }

  /// A state whose goals are all known, or that has none, is of no use.
  @Test func whatNobodyLooksForIsForgotten() {
    var states = KeptStates(limit: 10)
    states.add(states.newState(), [goal(1)])
    let twin = states.newState()
    states.add(twin, [goal(1)])
    let closed = states.newState()
    states.add(closed, [])
    #expect(states.takeIdle() == [twin, closed])
    #expect(states.takeIdle().isEmpty)
  }

  @Test func theEldestGoFirst() {
    var states = KeptStates(limit: 8)
    for number in 1...8 { states.add(states.newState(), [goal(number)]) }
    _ = states.place(of: goal(1))
    states.add(states.newState(), [goal(9)])
    #expect(Set(states.takeIdle()) == [2, 3])
    #expect(states.contains(goal(1)) && states.contains(goal(9)) && !states.contains(goal(2)))
  }
}
