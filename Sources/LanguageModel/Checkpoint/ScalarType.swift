/// How the numbers of a tensor lie in a file, under the names that safetensors uses.
public enum ScalarType: String, Sendable, Hashable, Codable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"

  /// Bytes a number.
  var size: Int { self == .float32 ? 4 : 2 }

  /// What `config.json` calls it.
  var configurationName: String {
    switch self {
    case .float32: "float32"
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    }
  }

  /// target[0..<count] from `count` numbers at `source`, which need not be aligned. All of them
  /// must be finite: an infinite float16 would come out as a number.
  func widen(_ source: UnsafeRawPointer, into target: Floats, count: Int) {
    switch self {
    case .float32: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: 4 * count)
    case .float16: widen(source, into: target, count: count, Float16Bits.self)
    case .bfloat16: widen(source, into: target, count: count, BFloat16Bits.self)
    }
  }

  @inline(__always)
  private func widen<Bits: FloatBits>(
    _ source: UnsafeRawPointer, into target: Floats, count: Int, _: Bits.Type
  ) {
    var at = 0
    while at + 16 <= count {
      store(Bits.lanes(source + 2 * at), target + at, 16)
      at += 16
    }
    while at < count {
      target[at] = Bits.number(source + 2 * at)
      at += 1
    }
  }

  /// Whether none of the `count` numbers at `source` is infinite or not a number.
  func isFinite(_ source: UnsafeRawPointer, count: Int) -> Bool {
    switch self {
    case .float32: vanishes(source, count, Float32Bits.self, factor: 1)
    // Takes 65536, which stands for infinity, beyond the largest float, and no finite number.
    case .float16: vanishes(source, count, Float16Bits.self, factor: 0x1p112)
    case .bfloat16: vanishes(source, count, BFloat16Bits.self, factor: 1)
    }
  }

  /// Whether all numbers times `factor` times 0 are 0, as those of finite ones are.
  @inline(__always)
  private func vanishes<Bits: FloatBits>(
    _ source: UnsafeRawPointer, _ count: Int, _: Bits.Type, factor: Float
  ) -> Bool {
    var total = Lanes.zero
    var at = 0
    while at + 16 <= count {
      total += Bits.lanes(source + size * at) * factor * 0
      at += 16
    }
    var rest: Float = 0
    while at < count {
      rest += Bits.number(source + size * at) * factor * 0
      at += 1
    }
    return sum(total) + rest == 0
  }
}

/// How a number in a file becomes a float.
protocol FloatBits {
  static func lanes(_ source: UnsafeRawPointer) -> Lanes
  static func number(_ source: UnsafeRawPointer) -> Float
}

/// A float at any address.
enum Float32Bits: FloatBits {
  @inline(__always)
  static func lanes(_ source: UnsafeRawPointer) -> Lanes { source.loadUnaligned(as: Lanes.self) }

  @inline(__always)
  static func number(_ source: UnsafeRawPointer) -> Float { source.loadUnaligned(as: Float.self) }
}

/// The upper half of a float's bits: eight bits of exponent, seven of mantissa.
enum BFloat16Bits: FloatBits {
  @inline(__always)
  static func lanes(_ source: UnsafeRawPointer) -> Lanes {
    let bits = source.loadUnaligned(as: SIMD16<UInt16>.self)
    return unsafeBitCast(SIMD16<UInt32>(truncatingIfNeeded: bits) &<< 16, to: Lanes.self)
  }

  @inline(__always)
  static func number(_ source: UnsafeRawPointer) -> Float {
    Float(bitPattern: UInt32(source.loadUnaligned(as: UInt16.self)) << 16)
  }

  /// The nearest number, of two equally near ones the even. Values that are not finite become
  /// numbers that are not, too.
  @inline(__always)
  static func nearest(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    // A mantissa whose bits all lie in the lower half would become that of infinity.
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
}

/// IEEE 754 half precision: five bits of exponent, ten of mantissa.
enum Float16Bits: FloatBits {
  // The bits in the places of a float's are the number times 2^-112, subnormal ones included.
  @inline(__always)
  static func lanes(_ source: UnsafeRawPointer) -> Lanes {
    let bits = SIMD16<UInt32>(truncatingIfNeeded: source.loadUnaligned(as: SIMD16<UInt16>.self))
    let magnitude = unsafeBitCast((bits & 0x7fff) &<< 13, to: Lanes.self) * 0x1p112
    return unsafeBitCast(
      unsafeBitCast(magnitude, to: SIMD16<UInt32>.self) | ((bits & 0x8000) &<< 16), to: Lanes.self)
  }

  @inline(__always)
  static func number(_ source: UnsafeRawPointer) -> Float {
    let bits = UInt32(source.loadUnaligned(as: UInt16.self))
    let magnitude = Float(bitPattern: (bits & 0x7fff) << 13) * 0x1p112
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
