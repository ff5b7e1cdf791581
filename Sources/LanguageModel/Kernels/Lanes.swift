/// Sixteen floats worked on at once. Every kernel steps by 16 and takes what is left at a row's
/// end with the `count` forms below, so that no width is refused and none reads past its row.
typealias Lanes = SIMD16<Float>

@inline(__always)
func load(_ source: UnsafePointer<Float>, _ count: Int) -> Lanes {
  if count >= 16 { return UnsafeRawPointer(source).loadUnaligned(as: Lanes.self) }
  var value = Lanes.zero
  withUnsafeMutableBytes(of: &value) { copyPartial(source, $0.baseAddress, count) }
  return value
}

@inline(__always)
func store(_ value: Lanes, _ target: Floats, _ count: Int) {
  if count >= 16 {
    UnsafeMutableRawPointer(target).storeBytes(of: value, as: Lanes.self)
  } else {
    withUnsafeBytes(of: value) { copyPartial($0.baseAddress, target, count) }
  }
}

/// Through memory, since a call with lanes as its argument makes the compiler work on quarters of
/// them throughout the caller.
@inline(never)
private func copyPartial(
  _ source: UnsafeRawPointer?, _ target: UnsafeMutableRawPointer?, _ count: Int
) {
  guard let source, let target, count > 0 else { return }
  target.copyMemory(from: source, byteCount: count * MemoryLayout<Float>.stride)
}

@inline(__always)
func sum(_ value: Lanes) -> Float {
  let eight = value.lowHalf + value.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

@inline(__always)
func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

@inline(__always)
func maximum(_ value: Lanes) -> Float {
  var best = value[0]
  for lane in 1..<16 { best = max(best, value[lane]) }
  return best
}

/// exp on sixteen lanes: Cody–Waite reduction and the Cephes polynomial, about 1.2e-7 relative on
/// [-87.3, 88]; arguments outside are clamped to that range.
@inline(__always)
func exponential(_ argument: Lanes) -> Lanes {
  let low = Lanes(repeating: -87.3)
  let high = Lanes(repeating: 88)
  let x = smaller(larger(argument, low), high)
  // 1.5 · 2^23: adding it rounds to the nearest integer and leaves that integer in the low bits.
  let magic = Lanes(repeating: 12_582_912)
  let shifted = x * 1.442_695_04 + magic
  let n = shifted - magic
  let r = (x - n * 0.693_359_375) + n * 2.121_944_4e-4
  var p = Lanes(repeating: 1.987_569_15e-4)
  p = p * r + 1.398_199_950_7e-3
  p = p * r + 8.333_451_907_3e-3
  p = p * r + 4.166_579_589_4e-2
  p = p * r + 1.666_666_545_9e-1
  p = p * r + 5.000_000_120_1e-1
  let y = (p * r) * r + r + 1
  let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- SIMD16<Int32>(repeating: 0x4B40_0000)
  let scale = unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self)
  return y * scale
}

// The two loops over `exponential` stand here, each with one use of it: where it is used twice or
// in another file of a debug build it is called, which is four times slower.

/// row[i] = exp(scale · row[i] − peak) for `count` floats; returns their sum.
@inline(never)
func exponentiate(_ row: Floats, count: Int, scale: Float, peak: Float) -> Float {
  var total = Lanes.zero
  var rest: Float = 0
  var at = 0
  while at < count {
    let left = count - at
    let e = exponential(load(row + at, left) * scale - peak)
    store(e, row + at, left)
    if left >= 16 { total += e } else { rest = sum(e, lanes: left) }
    at += 16
  }
  return sum(total) + rest
}

/// Σ exp(row[i] − peak) over `count` floats.
@inline(never)
func exponentialSum(_ row: UnsafePointer<Float>, count: Int, peak: Float) -> Float {
  var total = Lanes.zero
  var rest: Float = 0
  var at = 0
  while at < count {
    let left = count - at
    let e = exponential(load(row + at, left) - peak)
    if left >= 16 { total += e } else { rest = sum(e, lanes: left) }
    at += 16
  }
  return sum(total) + rest
}

private func sum(_ value: Lanes, lanes: Int) -> Float {
  (0..<lanes).reduce(0) { $0 + value[$1] }
}

/// target[i] += source[i] for `count` floats.
func add(_ source: UnsafePointer<Float>, to target: Floats, count: Int) {
  var at = 0
  while at < count {
    store(load(target + at, count - at) + load(source + at, count - at), target + at, count - at)
    at += 16
  }
}

/// target[i] += factor · source[i] for `count` floats.
func add(_ source: UnsafePointer<Float>, times factor: Float, to target: Floats, count: Int) {
  var at = 0
  while at < count {
    let left = count - at
    store(load(target + at, left) + load(source + at, left) * factor, target + at, left)
    at += 16
  }
}

/// The inner product of two rows of `count` floats.
@inline(__always)
func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
  var total = Lanes.zero
  var at = 0
  while at < count {
    total += load(a + at, count - at) * load(b + at, count - at)
    at += 16
  }
  return sum(total)
}

/// target[i] *= factor for `count` floats.
func scale(_ target: Floats, by factor: Float, count: Int) {
  var at = 0
  while at < count {
    store(load(target + at, count - at) * factor, target + at, count - at)
    at += 16
  }
}
