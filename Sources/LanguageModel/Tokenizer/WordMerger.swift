/// Merges the symbols of one word after the other; its arrays are used again. The pair of lowest rank merges first, of
/// equal ranks the leftmost, until no pair is left (Sennrich et al. 2016, section 3.2): n log n for n symbols.
struct WordMerger {
  private var symbols: [Int32] = []
  /// The following symbol that is left, and the one before; −1 at the ends.
  private var next: [Int32] = []
  private var previous: [Int32] = []
  /// Rank << 32 | place of the left symbol.
  private var candidates = BinaryHeap<UInt64>()

  /// Appends the tokens of a word to `output`; `byteIDs` are those of the 256 bytes.
  mutating func merge(
    _ word: UnsafeBufferPointer<UInt8>, byteIDs: [Int32], with table: MergeTable,
    into output: inout [Int32]
  ) {
    symbols.removeAll(keepingCapacity: true)
    for byte in word { symbols.append(byteIDs[Int(byte)]) }
    let count = Int32(symbols.count)
    next.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    candidates.removeAll()
    for place in 0..<count {
      next.append(place + 1 < count ? place + 1 : -1)
      previous.append(place - 1)
    }
    for place in 0..<count { offer(place, table) }
    while let candidate = candidates.popSmallest() {
      let rank = Int32(candidate >> 32)
      let place = Int(candidate & 0xFFFF_FFFF)
      let other = next[place]
      // Symbols that were merged away are −1: no pair with them has a rank.
      guard other >= 0, table.rank(symbols[place], symbols[Int(other)]) == rank else { continue }
      symbols[place] = table.merges[Int(rank)].result
      symbols[Int(other)] = -1
      next[place] = next[Int(other)]
      if next[place] >= 0 { previous[Int(next[place])] = Int32(place) }
      offer(previous[place], table)
      offer(Int32(place), table)
    }
    for symbol in symbols where symbol >= 0 { output.append(symbol) }
  }

  private mutating func offer(_ place: Int32, _ table: MergeTable) {
    guard place >= 0, next[Int(place)] >= 0,
      let rank = table.rank(symbols[Int(place)], symbols[Int(next[Int(place)])])
    else { return }
    candidates.insert(UInt64(rank) << 32 | UInt64(place))
  }
}

/// A binary heap: the smallest element first. It stands in the file of its busiest user, as debug builds specialize
/// generic code within files only.
struct BinaryHeap<Element: Comparable> {
  private(set) var elements: [Element] = []

  var isEmpty: Bool { elements.isEmpty }

  mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard elements[child] < elements[parent] else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popSmallest() -> Element? {
    guard let smallest = elements.first, let last = elements.popLast() else { return nil }
    if elements.isEmpty { return smallest }
    elements[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < elements.count else { return smallest }
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < elements[parent] else { return smallest }
      elements.swapAt(child, parent)
      parent = child
    }
  }
}
