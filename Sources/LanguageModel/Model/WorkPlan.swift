/// Which worker does what, fixed by the sizes alone, so that sums are taken in the same order every
/// time for a number of workers.
enum WorkPlan {
  /// Tokens of one packed batch: large enough for efficient GEMMs, small enough for the cache.
  static let packTokens = 512

  /// For each worker its packs, each a range of neighbouring items. An item larger than a pack is
  /// a pack by itself. Packs go, in order, to the worker with the fewest tokens so far.
  static func packs(sizes: [Int], workers: Int, packTokens: Int = packTokens) -> [[Range<Int>]] {
    let total = sizes.reduce(0, +)
    let goal = min(packTokens, (total + workers - 1) / workers)
    var plan = [[Range<Int>]](repeating: [], count: workers)
    var loads = [Int](repeating: 0, count: workers)
    var start = 0
    var load = 0
    for (index, size) in sizes.enumerated() {
      load += size
      let next = index + 1 < sizes.count ? sizes[index + 1] : goal
      guard load + next / 2 >= goal || index + 1 == sizes.count else { continue }
      let worker = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      plan[worker].append(start..<index + 1)
      loads[worker] += load
      start = index + 1
      load = 0
    }
    return plan
  }

  /// `count` neighbouring floats cut into one range a worker, in whole lanes.
  static func parts(of count: Int, workers: Int) -> [Range<Int>] {
    let size = Softmax.roundedUp((count + workers - 1) / workers)
    return (0..<workers).map { min(count, $0 * size)..<min(count, ($0 + 1) * size) }
  }
}
