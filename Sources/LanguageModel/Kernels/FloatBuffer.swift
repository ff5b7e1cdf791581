typealias Floats = UnsafeMutablePointer<Float>

/// Memory for floats, aligned to a cache line, kept between calls. Not for sharing between tasks:
/// whoever owns it decides which thread writes.
final class FloatBuffer {
  private(set) var base: Floats
  private(set) var count: Int

  init(_ count: Int) {
    self.count = count
    base = FloatBuffer.allocate(count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// Makes room for at least `count` floats. The contents are lost when the buffer grows.
  func reserve(_ count: Int) {
    guard count > self.count else { return }
    UnsafeMutableRawPointer(base).deallocate()
    self.count = count + count / 4
    base = FloatBuffer.allocate(self.count)
  }

  var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  private static func allocate(_ count: Int) -> Floats {
    let bytes = max(1, count) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    let base = raw.bindMemory(to: Float.self, capacity: max(1, count))
    base.initialize(repeating: 0, count: max(1, count))
    return base
  }
}
