import Foundation

/// Rotary positions (Su et al. 2021) in Hugging Face's half-rotation form: lane j of a head is
/// paired with lane j + size/2.
final class RotaryEmbedding {
  let half: Int
  private let theta: Double
  private var positions = 0
  /// [positions, half] each.
  private let cosines = FloatBuffer(0)
  private let sines = FloatBuffer(0)

  init(headSize: Int, theta: Double) {
    half = headSize / 2
    self.theta = theta
  }

  /// Fills the tables for positions 0..<count. Call before workers read them in parallel.
  func reserve(positions count: Int) {
    guard count > positions else { return }
    let wanted = max(count, 2 * positions, 64)
    cosines.reserve(wanted * half)
    sines.reserve(wanted * half)
    for position in 0..<wanted {
      for lane in 0..<half {
        let angle = Double(position) / pow(theta, Double(lane) / Double(half))
        cosines.base[position * half + lane] = Float(cos(angle))
        sines.base[position * half + lane] = Float(sin(angle))
      }
    }
    positions = wanted
  }

  /// Rotates one head of 2·half floats in place; `sign` −1 undoes it, which is also the gradient.
  @inline(__always)
  func rotate(_ head: Floats, position: Int, sign: Float) {
    let cosine = UnsafeRawPointer(cosines.base + position * half)
    let sine = UnsafeRawPointer(sines.base + position * half)
    let second = head + half
    var lane = 0
    while lane + 8 <= half {
      let bytes = lane * 4
      let a = UnsafeRawPointer(head).loadUnaligned(fromByteOffset: bytes, as: SIMD8<Float>.self)
      let b = UnsafeRawPointer(second).loadUnaligned(fromByteOffset: bytes, as: SIMD8<Float>.self)
      let c = cosine.loadUnaligned(fromByteOffset: bytes, as: SIMD8<Float>.self)
      let s = sine.loadUnaligned(fromByteOffset: bytes, as: SIMD8<Float>.self) * sign
      UnsafeMutableRawPointer(head).storeBytes(
        of: a * c - b * s, toByteOffset: bytes, as: SIMD8<Float>.self)
      UnsafeMutableRawPointer(second).storeBytes(
        of: a * s + b * c, toByteOffset: bytes, as: SIMD8<Float>.self)
      lane += 8
    }
    while lane < half {
      let a = head[lane]
      let b = second[lane]
      let c = cosines.base[position * half + lane]
      let s = sines.base[position * half + lane] * sign
      head[lane] = a * c - b * s
      second[lane] = a * s + b * c
      lane += 1
    }
  }
}
