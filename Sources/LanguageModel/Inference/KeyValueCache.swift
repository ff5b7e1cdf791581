/// Keys and values of the tokens that a sequence has read so far. Sequences that begin alike share
/// the first part, which none of them changes any more.
final class KeyValueCache {
  /// What was read before; has no prefix of its own.
  let prefix: KeyValueCache?
  /// Tokens in this part.
  private(set) var count = 0
  private let configuration: ModelConfiguration
  private var capacity: Int
  /// Tokens that will be in it at most.
  private let limit: Int
  /// [layers, kvHeads, capacity, headSize] each.
  private var keys: Floats
  private var values: Floats

  /// Grows up to `limit` tokens.
  init(_ c: ModelConfiguration, prefix: KeyValueCache? = nil, limit: Int) {
    self.prefix = prefix
    self.limit = limit
    configuration = c
    capacity = max(1, min(limit, 64))
    keys = KeyValueCache.allocate(c, capacity)
    values = KeyValueCache.allocate(c, capacity)
  }

  deinit {
    keys.deallocate()
    values.deallocate()
  }

  /// Bytes that one token takes.
  static func tokenBytes(_ c: ModelConfiguration) -> Int {
    2 * MemoryLayout<Float>.stride * c.layerCount * c.keyValueHeadCount * c.headSize
  }

  // Uninitialised: a token's floats are written before they are read.
  private static func allocate(_ c: ModelConfiguration, _ capacity: Int) -> Floats {
    .allocate(capacity: c.layerCount * c.keyValueHeadCount * c.headSize * capacity)
  }

  /// Tokens of prefix and this part: the position of the next one.
  var position: Int { (prefix?.count ?? 0) + count }

  private func offset(_ layer: Int, _ head: Int, _ capacity: Int) -> Int {
    (layer * configuration.keyValueHeadCount + head) * capacity * configuration.headSize
  }

  /// This part's keys of one head, [count, headSize].
  func keys(layer: Int, head: Int) -> Matrix {
    Matrix(keys + offset(layer, head, capacity), stride: configuration.headSize)
  }

  /// This part's values of one head, [count, headSize].
  func values(layer: Int, head: Int) -> Matrix {
    Matrix(values + offset(layer, head, capacity), stride: configuration.headSize)
  }

  /// Makes room for `more` tokens after the present ones.
  func reserve(_ more: Int) {
    let wanted = count + more
    guard wanted > capacity else { return }
    let larger = max(wanted, min(limit, 2 * capacity))
    let newKeys = KeyValueCache.allocate(configuration, larger)
    let newValues = KeyValueCache.allocate(configuration, larger)
    copyRows(count, from: self, keys: newKeys, values: newValues, capacity: larger)
    keys.deallocate()
    values.deallocate()
    keys = newKeys
    values = newValues
    capacity = larger
  }

  /// Counts tokens whose keys and values have been written in all layers.
  func advance(by more: Int) { count += more }

  /// Takes over the first tokens of `other`, in place of reading them again.
  func copyFirst(_ tokens: Int, of other: KeyValueCache) {
    count = 0
    reserve(tokens)
    copyRows(tokens, from: other, keys: keys, values: values, capacity: capacity)
    count = tokens
  }

  private func copyRows(
    _ rows: Int, from other: KeyValueCache, keys: Floats, values: Floats, capacity: Int
  ) {
    for layer in 0..<configuration.layerCount {
      for head in 0..<configuration.keyValueHeadCount {
        let target = offset(layer, head, capacity)
        let floats = rows * configuration.headSize
        (keys + target).update(from: other.keys(layer: layer, head: head).base, count: floats)
        (values + target).update(from: other.values(layer: layer, head: head).base, count: floats)
      }
    }
  }
}
