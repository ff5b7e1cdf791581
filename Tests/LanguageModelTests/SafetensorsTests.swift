import Basics
import Foundation
import Testing

@testable import LanguageModel

@Suite struct SafetensorsTests {
  private func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> Data {
    var bytes = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
    bytes.append(contentsOf: header.utf8)
    bytes.append(Data(count: data))
    return bytes
  }

  /// The reason of the `.checkpoint` error that reading throws; nil when it throws none.
  private func reason(_ data: Data) -> String? {
    do {
      _ = try Safetensors(data: data, file: "model.safetensors")
      return nil
    } catch LanguageModelError.checkpoint(let file, let reason, _) {
      return file == "model.safetensors" ? reason : "wrong file \(file)"
    } catch {
      return "other error \(error)"
    }
  }

  @Test func roundTrip() throws {
    let values = FloatBuffer(6)
    for at in 0..<6 { values.base[at] = Float(at) - 2.5 }
    let data = try Safetensors.encode(
      [("a", [2, 2], UnsafePointer(values.base)), ("b", [2], UnsafePointer(values.base + 4))],
      metadata: ["step": "3"])
    let read = try Safetensors(data: data, file: "x")
    #expect(read.metadata == ["step": "3"])
    #expect(read.tensors.mapValues(\.shape) == ["a": [2, 2], "b": [2]])
    let copy = FloatBuffer(6)
    try read.copy("a", shape: [2, 2], into: copy.base)
    try read.copy("b", shape: [2], into: copy.base + 4)
    #expect(copy.array == values.array)
    // A slice whose indices do not begin at 0 reads the same.
    let slice = (Data([9, 9, 9]) + data)[3...]
    #expect(try Safetensors(data: slice, file: "x").tensors == read.tensors)
  }

  @Test func hostileFilesAreRefusedWithTheirReason() throws {
    let sound = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    #expect(reason(file(sound, data: 8)) == nil)
    let cases: [(Data, String)] = [
      (Data(), "only 0 bytes"),
      (Data([1, 2, 3]), "only 3 bytes"),
      (file(sound, data: 8, length: .max), "header of 18446744073709551615 bytes"),
      (file(sound, data: 8, length: 1 << 40), "header of 1099511627776 bytes"),
      (file(sound, data: 0, length: 500), "header of 500 bytes"),
      (file(sound, data: 4), "data_offsets [0, 8] in 4 bytes"),
      (file(sound, data: 12), "12 bytes of data where the tensors take 8"),
      (file("[]"), "not the JSON of tensors"),
      (file("{\"a\":"), "not the JSON of tensors"),
      (file(#"{"a":{"shape":[1]}}"#), "field dtype is missing"),
      (
        file(#"{"a":{"dtype":"F32","shape":[1e99],"data_offsets":[0,4]}}"#, data: 4), "not the JSON"
      ),
    ]
    for (data, expected) in cases {
      let found = try #require(reason(data), "accepted, expected \(expected)")
      #expect(found.contains(expected), "\(found) lacks \(expected)")
    }
  }

  @Test func hostileTensorsAreRefusedWithTheirReason() throws {
    func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
      "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }
    let big = "9223372036854775807"
    let cases: [(String, String)] = [
      (entry("F64", "[1]", "[0,8]"), "dtype F64"),
      (entry("F32", "[-2]", "[0,8]"), "impossible shape"),
      (entry("F32", "[\(big),4]", "[0,8]"), "impossible shape"),
      (entry("F32", "[3]", "[0,8]"), "data_offsets [0, 8]"),
      (entry("F32", "[2]", "[8,0]"), "data_offsets [8, 0]"),
      (entry("F32", "[2]", "[-8,0]"), "data_offsets [-8, 0]"),
      (entry("F32", "[2]", "[0,8,16]"), "data_offsets [0, 8, 16]"),
      (entry("F32", "[2]", "[]"), "data_offsets []"),
      (entry("F32", "[1]", "[4,8]"), "overlaps or has a gap"),
    ]
    for (entry, expected) in cases {
      let found = try #require(reason(file("{\"a\":\(entry)}", data: 8)), "accepted \(entry)")
      #expect(found.contains(expected), "\(found) lacks \(expected)")
    }
    let twice = entry("F32", "[2]", "[0,8]")
    let overlap = try #require(reason(file("{\"a\":\(twice),\"b\":\(twice)}", data: 8)))
    #expect(overlap.contains("overlaps"))
  }

  @Test func everyTruncationIsRefused() throws {
    let values = FloatBuffer(4)
    let data = try Safetensors.encode([("a", [4], UnsafePointer(values.base))], metadata: [:])
    for length in 0..<data.count {
      #expect(reason(data.prefix(length)) != nil, "accepted \(length) of \(data.count) bytes")
    }
  }

  @Test func damagedBytesNeverTrap() throws {
    let values = FloatBuffer(4)
    let data = try Safetensors.encode([("a", [4], UnsafePointer(values.base))], metadata: [:])
    var generator = SplitMix64(seed: 1)
    var refused = 0
    for _ in 0..<2000 {
      var damaged = data
      for _ in 0..<3 {
        damaged[Int(generator.next() % UInt64(data.count))] = UInt8(
          truncatingIfNeeded: generator.next())
      }
      if reason(damaged) != nil { refused += 1 }
    }
    #expect(refused > 1000)
  }

  @Test func shapeAndFinitenessAreCheckedOnCopy() throws {
    let values = FloatBuffer(2)
    values.base[1] = .nan
    let data = try Safetensors.encode([("a", [2], UnsafePointer(values.base))], metadata: [:])
    let read = try Safetensors(data: data, file: "x")
    let target = FloatBuffer(2)
    for (name, shape, expected) in [
      ("a", [2], "not finite"), ("a", [1, 2], "has shape [2]"), ("b", [2], "missing"),
    ] {
      let error = #expect(throws: LanguageModelError.self) {
        try read.copy(name, shape: shape, into: target.base)
      }
      #expect(error?.description.contains(expected) == true)
    }
  }
}
