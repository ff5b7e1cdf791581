/// Attention of new tokens to all that their sequences have read, with grouped queries. Sequences
/// with the same prefix attend to it together, in one matrix multiplication a head.
struct CachedAttention {
  /// Rows that are worked on at once.
  private static let stripRows = 64

  /// Neighbouring rows of the batch whose sequences have the same prefix.
  struct Strip {
    let prefix: KeyValueCache?
    let firstRow: Int
    var rows = 0
    var pieces: [Piece] = []
    /// Tokens that the row with the longest past attends to.
    var columns = 0
  }

  /// Neighbouring tokens of one sequence.
  struct Piece {
    let cache: KeyValueCache
    /// From the strip's first row.
    let row: Int
    let count: Int
    /// Tokens of the cache, prefix apart, before the first of these.
    let past: Int
  }

  let configuration: ModelConfiguration
  let strips: [Strip]
  /// Floats of scratch memory that a worker needs.
  let scratchCount: Int

  private var group: Int { configuration.headCount / configuration.keyValueHeadCount }
  private var size: Int { configuration.headSize }

  /// For rows that lie run after run in the batch.
  init(_ c: ModelConfiguration, _ runs: [CachedDecoder.Run]) {
    configuration = c
    var strips: [Strip] = []
    var row = 0
    for run in runs {
      var done = 0
      while done < run.tokens.count {
        let isRoom =
          strips.last.map { $0.prefix === run.cache.prefix && $0.rows < CachedAttention.stripRows }
          ?? false
        if !isRoom { strips.append(Strip(prefix: run.cache.prefix, firstRow: row)) }
        let at = strips.count - 1
        let count = min(run.tokens.count - done, CachedAttention.stripRows - strips[at].rows)
        let past = run.cache.count + done
        strips[at].pieces.append(
          Piece(cache: run.cache, row: strips[at].rows, count: count, past: past))
        strips[at].rows += count
        let columns = (run.cache.prefix?.count ?? 0) + past + count
        strips[at].columns = max(strips[at].columns, columns)
        done += count
        row += count
      }
    }
    self.strips = strips
    let group = c.headCount / c.keyValueHeadCount
    scratchCount = strips.reduce(0) { max($0, group * $1.rows * Softmax.roundedUp($1.columns)) }
  }

  /// What one strip and one key-value head work on.
  private struct Work {
    /// [rows, group·headSize] at the head's first query.
    let queries: Matrix
    let attended: Matrix
    /// [group, rows, stride]
    let scores: Floats
    let stride: Int
    let rows: Int
  }

  /// attended [rows, heads·headSize] from the queries in the first columns of `rotated`. The new
  /// tokens' keys and values are in the caches already. `scratch`: `scratchCount` floats a worker.
  func forward(
    layer: Int, rotated: Matrix, attended: Matrix, scratch: [FloatBuffer], team: WorkerTeam
  ) {
    let heads = configuration.keyValueHeadCount
    team.run(strips.count * heads) { item, worker in
      let strip = strips[item / heads]
      let head = item % heads
      let column = head * group * size
      let work = Work(
        queries: rotated.at(row: strip.firstRow, column: column),
        attended: attended.at(row: strip.firstRow, column: column), scores: scratch[worker].base,
        stride: Softmax.roundedUp(strip.columns), rows: strip.rows)
      forward(strip, work, layer: layer, head: head)
    }
  }

  private func forward(_ strip: Strip, _ work: Work, layer: Int, head: Int) {
    let shared = strip.prefix?.count ?? 0
    if let prefix = strip.prefix, shared > 0 {
      score(
        work, row: 0, count: strip.rows, keys: prefix.keys(layer: layer, head: head), column: 0,
        shared)
    }
    let scale = 1 / Float(size).squareRoot()
    for piece in strip.pieces {
      let own = piece.past + piece.count
      score(
        work, row: piece.row, count: piece.count,
        keys: piece.cache.keys(layer: layer, head: head), column: shared, own)
      for index in 0..<group {
        for row in 0..<piece.count {
          Softmax.forwardRoomy(
            work.scores + (index * work.rows + piece.row + row) * work.stride,
            count: shared + piece.past + row + 1, padded: shared + own, scale: scale)
        }
      }
    }
    if let prefix = strip.prefix, shared > 0 {
      mix(
        work, row: 0, count: strip.rows, values: prefix.values(layer: layer, head: head),
        column: 0, shared, adding: false)
    }
    for piece in strip.pieces {
      mix(
        work, row: piece.row, count: piece.count,
        values: piece.cache.values(layer: layer, head: head), column: shared,
        piece.past + piece.count, adding: shared > 0)
    }
  }

  /// scores[row, column..<column + past] = query · key for `count` rows. One row's heads lie side by
  /// side and are multiplied together; more rows go head by head.
  private func score(
    _ work: Work, row: Int, count: Int, keys: Matrix, column: Int, _ past: Int
  ) {
    if count == 1 {
      multiply(
        Matrix(work.queries.row(row), stride: size), keys.transposed,
        into: Matrix(work.scores + row * work.stride + column, stride: work.rows * work.stride),
        m: group, n: past, k: size)
      return
    }
    for index in 0..<group {
      let target = work.scores + (index * work.rows + row) * work.stride + column
      multiply(
        work.queries.at(row: row, column: index * size), keys.transposed,
        into: Matrix(target, stride: work.stride), m: count, n: past, k: size)
    }
  }

  /// attended[row] = Σ weight · value over the columns of `score`, or += with `adding`.
  private func mix(
    _ work: Work, row: Int, count: Int, values: Matrix, column: Int, _ past: Int, adding: Bool
  ) {
    if count == 1 {
      multiply(
        Matrix(work.scores + row * work.stride + column, stride: work.rows * work.stride), values,
        into: Matrix(work.attended.row(row), stride: size), m: group, n: size, k: past,
        adding: adding)
      return
    }
    for index in 0..<group {
      let source = work.scores + (index * work.rows + row) * work.stride + column
      multiply(
        Matrix(source, stride: work.stride), values,
        into: work.attended.at(row: row, column: index * size), m: count, n: size, k: past,
        adding: adding)
    }
  }
}
