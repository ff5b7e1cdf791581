/// Orders things that build on each other.
enum LemmaOrder {
  /// The items with each one after those it uses, otherwise in the order given; nil when some use each
  /// other in a circle.
  static func sorted<Item>(
    _ items: [Item], name: (Item) -> String, uses: (Item) -> [String]
  ) -> [Item]? {
    let position = Dictionary(
      items.enumerated().map { (name($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let needs = items.map { item in uses(item).compactMap { position[$0] } }
    var remaining = needs.map { Set($0).count }
    var users: [[Int]] = Array(repeating: [], count: items.count)
    for (index, needed) in needs.enumerated() {
      for other in Set(needed) { users[other].append(index) }
    }
    var order: [Int] = []
    var ready = remaining.indices.filter { remaining[$0] == 0 }
    while let next = ready.min() {
      ready.removeAll { $0 == next }
      order.append(next)
      for user in users[next] {
        remaining[user] -= 1
        if remaining[user] == 0 { ready.append(user) }
      }
    }
    return order.count == items.count ? order.map { items[$0] } : nil
  }
}
