/// Counts finished pieces of a phase over all domains for the progress bar.
actor WorkCounter {
  private let board: ProgressBoard
  private let total: Int
  private var done = 0

  init(board: ProgressBoard, total: Int) {
    self.board = board
    self.total = total
  }

  func finished(_ count: Int = 1) async {
    done += count
    await board.advance(done, of: max(total, done))
  }
}
