import Basics
import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// Numbers of two bytes, and files that are mapped or written piece by piece.
@Suite struct SafetensorsTypesTests {
  private func widened(_ bits: [UInt16], _ type: ScalarType) -> [Float] {
    let target = FloatBuffer(bits.count)
    bits.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { type.widen(base, into: target.base, count: bits.count) }
    }
    return target.array
  }

  private func isFinite(_ bits: [UInt16], _ type: ScalarType) -> Bool {
    bits.withUnsafeBytes { bytes in
      bytes.baseAddress.map { type.isFinite($0, count: bits.count) } ?? true
    }
  }

  @Test func everyFiniteFloat16() {
    let all = (0...UInt16.max).filter { Float16(bitPattern: $0).isFinite }
    #expect(widened(all, .float16) == all.map { Float(Float16(bitPattern: $0)) })
    // The rest that is not whole lanes takes another way.
    #expect(
      widened(Array(all[0..<13]), .float16) == all[0..<13].map { Float(Float16(bitPattern: $0)) })
    #expect(isFinite(all, .float16))
  }

  @Test func everyFiniteBFloat16() {
    let all = (0...UInt16.max).filter { Float(bitPattern: UInt32($0) << 16).isFinite }
    let expected = all.map { Float(bitPattern: UInt32($0) << 16) }
    #expect(widened(all, .bfloat16) == expected)
    #expect(widened(Array(all.suffix(7)), .bfloat16) == Array(expected.suffix(7)))
    #expect(isFinite(all, .bfloat16))
    #expect(expected.map(BFloat16Bits.nearest) == all)
  }

  @Test func everyNumberThatIsNotFiniteIsFound() {
    for type in [ScalarType.float16, .bfloat16] {
      for bits in 0...UInt16.max {
        let finite =
          type == .float16
          ? Float16(bitPattern: bits).isFinite : Float(bitPattern: UInt32(bits) << 16).isFinite
        guard !finite else { continue }
        var values = [UInt16](repeating: 0x3c00, count: 21)
        values[Int(bits) % 21] = bits
        #expect(!isFinite(values, type), "\(bits) of \(type)")
      }
    }
    for bad in [Float.nan, .infinity, -.infinity, -.signalingNaN] {
      for place in 0..<35 {
        var values = [Float](repeating: .greatestFiniteMagnitude, count: 35)
        values[place] = bad
        let found = values.withUnsafeBytes { bytes in
          bytes.baseAddress.map { ScalarType.float32.isFinite($0, count: 35) }
        }
        #expect(found == false)
      }
    }
  }

  @Test func roundsToNearestAndTiesToEven() {
    func rounded(_ value: Float) -> Float {
      Float(bitPattern: UInt32(BFloat16Bits.nearest(value)) << 16)
    }
    // Seven bits of mantissa: neighbours of 1 are 2^-7 above and 2^-8 below.
    for (value, expected) in [
      (1, 1), (1 + 0x1p-8, 1), (1 + 0x1p-8 + 0x1p-20, 1 + 0x1p-7), (1 + 0x3p-8, 1 + 0x2p-7),
      (1 + 0x3p-8 - 0x1p-20, 1 + 0x1p-7), (-1 - 0x3p-8, -1 - 0x2p-7), (0, 0), (0x1p-133, 0x1p-133),
      (.greatestFiniteMagnitude, .infinity), (-.infinity, -.infinity),
    ] as [(Float, Float)] {
      #expect(rounded(value) == expected, "\(value)")
    }
    #expect(rounded(Float(bitPattern: 0x7f80_0001)).isNaN)
    #expect(rounded(.nan).isNaN)
    var generator = SplitMix64(seed: 51)
    for _ in 0..<20_000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
      guard value.isFinite else { continue }
      let below = Float(bitPattern: value.bitPattern & 0xffff_0000)
      let above = Float(bitPattern: (value.bitPattern & 0xffff_0000) &+ 0x1_0000)
      let nearest = rounded(value)
      #expect(nearest == below || nearest == above)
      let distances = [below, above].map { abs(Double($0) - Double(value)) }
      if above.isFinite { #expect(abs(Double(nearest) - Double(value)) == distances.min()) }
    }
  }

  @Test func writtenPieceByPieceAndReadAgain() async throws {
    try await withTemporaryFolder { folder in
      var generator = SplitMix64(seed: 52)
      // More numbers than are converted at once.
      let count = 70_001
      let values = FloatBuffer(count)
      for at in 0..<count { values.base[at] = generator.normal() }
      for type in [ScalarType.float32, .bfloat16] {
        let path = folder + "/\(type.rawValue)"
        let writer = try SafetensorsWriter(
          path: path, type: type,
          entries: [.init(name: "a", shape: [70_000]), .init(name: "b", shape: [1, 1])],
          metadata: ["k": "v"])
        try writer.append(values.base, count: 69_000)
        try writer.append(values.base + 69_000, count: 1_001)
        try writer.finish()
        for copiedBytesMax in [0, 1 << 30] {
          let file = try Safetensors(path: path, copiedBytesMax: copiedBytesMax)
          #expect(file.metadata == ["k": "v"])
          let copy = FloatBuffer(count)
          try file.copy("a", shape: [70_000], into: copy.base)
          try file.copy("b", shape: [1, 1], into: copy.base + 70_000)
          let expected = values.array.map {
            type == .float32 ? $0 : Float(bitPattern: UInt32(BFloat16Bits.nearest($0)) << 16)
          }
          #expect(copy.array == expected)
        }
      }
      #expect(throws: LanguageModelError.self) {
        try SafetensorsWriter(path: folder + "/h", type: .float16, entries: [], metadata: [:])
      }
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for (path, expected) in [
        (folder, "regular file"), (folder + "/pipe", "regular file"),
        (folder + "/none", "No such file"),
      ] {
        let error = #expect(throws: LanguageModelError.self) { try Safetensors(path: path) }
        #expect(error?.description.contains(expected) == true)
      }
    }
  }
}
