import Foundation

/// Normalization form C (Unicode Standard Annex 15) with the character data of Unicode 9, which is what the
/// `tokenizers` library has: later combining marks stay where they are, and later composites stay in parts. Foundation's
/// own function is not used for whole texts, as it takes time quadratic in a run of combining marks.
struct CanonicalComposition: Sendable {
  static let unicodeVersion = 9
  static let shared = CanonicalComposition()

  /// Full canonical decompositions, Hangul syllables apart.
  private var decompositions: [UInt32: [UInt32]] = [:]
  /// Primary composites by (first << 32 | second).
  private var composites: [UInt64: UInt32] = [:]
  /// Characters below U+10000 that normalization may move, replace or join to the one in front.
  private var isActive = [Bool](repeating: false, count: 0x10000)

  /// The blocks where characters with canonical decompositions are.
  private static let blocks: [ClosedRange<UInt32>] = [
    0xC0...0x24F, 0x340...0x3FF, 0x400...0x1FFF, 0x2000...0x2BFF, 0x3040...0x30FF, 0xF900...0xFAFF,
    0xFB1D...0xFB4F, 0x11000...0x11FFF, 0x1D100...0x1D1FF, 0x2F800...0x2FA1F,
  ]

  private init() {
    var primary: [(composite: UInt32, parts: [UInt32])] = []
    for block in CanonicalComposition.blocks {
      for value in block {
        guard let scalar = Unicode.Scalar(value), CanonicalComposition.isKnown(scalar) else {
          continue
        }
        let text = String(scalar)
        let parts = text.decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
        guard parts != [value] else { continue }
        decompositions[value] = parts
        let composed = text.precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
        if composed == [value] { primary.append((value, parts)) } else { markActive(value) }
      }
    }
    // All parts but the last make a shorter composite, which is in the table by then.
    for (composite, parts) in primary.sorted(by: { $0.parts.count < $1.parts.count }) {
      guard let last = parts.last, let first = parts.first else { continue }
      let head = parts.dropFirst().dropLast().reduce(first) { composites[key($0, $1)] ?? $0 }
      composites[key(head, last)] = composite
      markActive(last)
    }
    for value in UInt32(0x300)..<0x10000 where CanonicalComposition.combiningClass(value) != 0 {
      markActive(value)
    }
    for value in Hangul.vowels { markActive(value) }
    for value in Hangul.tails { markActive(value) }
  }

  private mutating func markActive(_ value: UInt32) {
    if value < 0x10000 { isActive[Int(value)] = true }
  }

  private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.age.map { $0.major <= unicodeVersion } ?? false
  }

  private static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return 0 }
    let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
    return combiningClass == 0 || !isKnown(scalar) ? 0 : combiningClass
  }

  private func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  /// The composed text as UTF-8, or nil where `text` is in this form already.
  static func normalized(_ text: UTF8Text) -> [UInt8]? {
    // The first character that can change is U+0300, which starts with 0xCC.
    guard text.bytes.contains(where: { $0 >= 0xCC }) else { return nil }
    return shared.composed(text)
  }

  private func composed(_ text: UTF8Text) -> [UInt8]? {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(text.count)
    var index = 0
    var active = false
    while index < text.count {
      let (value, length) = text.scalar(at: index)
      active = active || value >= 0x10000 || isActive[Int(value)]
      scalars.append(value)
      index += length
    }
    guard active else { return nil }
    var view = String.UnicodeScalarView()
    for value in compose(decompose(scalars)) {
      if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
    return Array(String(view).utf8)
  }

  /// Decomposed, with combining marks in canonical order.
  private func decompose(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    for value in scalars {
      if let parts = Hangul.decomposed(value) ?? decompositions[value] {
        result.append(contentsOf: parts)
      } else {
        result.append(value)
      }
    }
    var start = 0
    while start < result.count {
      var end = start
      while end < result.count, CanonicalComposition.combiningClass(result[end]) != 0 { end += 1 }
      if end - start > 1 {
        // Marks of one class keep their order: their places decide.
        let marks = (start..<end).map { (CanonicalComposition.combiningClass(result[$0]), $0) }
        let order = marks.sorted { $0 < $1 }.map { result[$0.1] }
        result.replaceSubrange(start..<end, with: order)
      }
      start = end + 1
    }
    return result
  }

  private func compose(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    var starter: Int?
    var lastClass: UInt8 = 0
    for value in scalars {
      let combiningClass = CanonicalComposition.combiningClass(value)
      if let starter, starter == result.count - 1 || (lastClass != 0 && lastClass < combiningClass),
        let composite = Hangul.composed(result[starter], value)
          ?? composites[key(result[starter], value)]
      {
        result[starter] = composite
        continue
      }
      if combiningClass == 0 { starter = result.count }
      lastClass = combiningClass
      result.append(value)
    }
    return result
  }
}

/// Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).
private enum Hangul {
  static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
  static let leads: Range<UInt32> = 0x1100..<0x1113
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  static let tails: Range<UInt32> = 0x11A8..<0x11C3

  static func decomposed(_ value: UInt32) -> [UInt32]? {
    guard syllables.contains(value) else { return nil }
    let index = value - syllables.lowerBound
    let tail = index % 28
    let pair = [leads.lowerBound + index / 588, vowels.lowerBound + index % 588 / 28]
    return tail == 0 ? pair : pair + [tails.lowerBound + tail - 1]
  }

  static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) {
      return syllables.lowerBound
        + ((first - leads.lowerBound) * 21 + second - vowels.lowerBound) * 28
    }
    if syllables.contains(first), (first - syllables.lowerBound) % 28 == 0, tails.contains(second) {
      return first + second - tails.lowerBound + 1
    }
    return nil
  }
}
