/// The merges of a byte pair encoding: which two neighbours become one token, and in which order of preference.
struct MergeTable: Sendable {
  /// Merged pairs in order of rank, with the token that each makes.
  private(set) var merges: [(first: Int32, second: Int32, result: Int32)] = []
  /// An open hash table with linear probing: index of a merge, or −1. At most half full.
  private var slots: [Int32] = []

  init(_ merges: [(first: Int32, second: Int32, result: Int32)]) {
    self.merges = merges
    var size = 16
    while size < 2 * merges.count { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for rank in merges.indices {
      let slot = slot(merges[rank].first, merges[rank].second)
      // Where a pair occurs twice, the later rank counts, as it does for the library.
      slots[slot] = Int32(rank)
    }
  }

  /// Rank of a pair; nil where the two do not merge.
  @inline(__always)
  func rank(_ first: Int32, _ second: Int32) -> Int32? {
    let rank = slots[slot(first, second)]
    return rank < 0 ? nil : rank
  }

  /// Where the pair is, or would be put.
  @inline(__always)
  private func slot(_ first: Int32, _ second: Int32) -> Int {
    let mask = slots.count - 1
    let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    var index = Int((pair &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
    while slots[index] >= 0 {
      let merge = merges[Int(slots[index])]
      if merge.first == first && merge.second == second { break }
      index = (index + 1) & mask
    }
    return index
  }
}
