/// The nearest known word to one that is unknown.
enum Suggestion {
  /// `; did you mean 'expansions'?`, or nothing when no word is near enough to be meant.
  static func text(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The word with the fewest changes, at most one in three letters; the first of several.
  static func nearest(to word: String, among known: [String]) -> String? {
    // Nobody mistypes a word this long; the distance costs the product of the lengths.
    guard word.count <= 64 else { return nil }
    let limit = max(1, word.count / 3)
    let ranked = known.map { (word: $0, distance: distance(word, $0)) }
    let best = ranked.min { $0.distance < $1.distance }
    return best.flatMap { $0.distance <= limit && $0.distance < word.count ? $0.word : nil }
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
  /// (optimal string alignment distance).
  static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first.lowercased())
    let b = Array(second.lowercased())
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var table = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        let change = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var best = min(change, table[i - 1][j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, table[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      table.append(row)
    }
    return table[a.count][b.count]
  }
}
