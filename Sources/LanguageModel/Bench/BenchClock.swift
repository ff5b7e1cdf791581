import Basics
import Dispatch
import Foundation

/// Wall-clock and processor time, and memory, of this process.
enum Clock {
  /// In seconds.
  struct Span {
    var wall: Double
    /// Of all threads together.
    var processor: Double

    static func - (a: Span, b: Span) -> Span {
      Span(wall: a.wall - b.wall, processor: a.processor - b.processor)
    }
  }

  static func now() -> Span {
    Span(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The largest this process has been in memory, in MB; 0 where the system does not say.
  static func peakMemoryMB() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Double($0)
    }
    return (kilobytes ?? 0) / 1024
  }
}

/// The machine's own speed of matrix products: what the speed of a model is compared with.
struct SquareProduct {
  private let size: Int
  private let threads: [Memory]

  // Unchecked because: each thread writes to its own memory only, and `concurrentPerform` returns after the last of them.
  private final class Memory: @unchecked Sendable {
    let a: FloatBuffer
    let b: FloatBuffer
    let c: FloatBuffer

    init(size: Int) {
      a = FloatBuffer(size * size)
      b = FloatBuffer(size * size)
      c = FloatBuffer(size * size)
      var generator = SplitMix64(seed: 1)
      for at in 0..<size * size {
        a.base[at] = generator.uniformFloat()
        b.base[at] = generator.uniformFloat()
      }
    }
  }

  /// Multiplications and additions of one measurement.
  var operations: Double { 2 * Double(size * size * size * threads.count) }

  init(size: Int, threads: Int) {
    self.size = size
    self.threads = (0..<threads).map { _ in Memory(size: size) }
  }

  func measure() -> Clock.Span {
    let start = Clock.now()
    DispatchQueue.concurrentPerform(iterations: threads.count) { index in
      let memory = threads[index]
      multiply(
        Matrix(memory.a.base, stride: size), Matrix(memory.b.base, stride: size),
        into: Matrix(memory.c.base, stride: size), m: size, n: size, k: size)
    }
    return Clock.now() - start
  }
}
