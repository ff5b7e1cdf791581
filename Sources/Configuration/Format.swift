/// How a value is written in the configuration. Decoding, unknown-key errors, printing and the JSON
/// Schema all come from this one description, so that every key is written down once.
struct Format<Value: Sendable>: Sendable {
  /// Reads a node at a path such as `prover.search.budget`; nil after noting at least one issue.
  var decode: @Sendable (YAMLNode, String, inout Decoding) -> Value?
  var encode: @Sendable (Value) -> YAMLTree
  var schema: [(String, JSONValueText)]
  /// What a file says that shows every key; nil: what `encode` makes of the default.
  var shown: (@Sendable (Value) -> YAMLTree)?
  /// Whether a key below is filled even where nothing is written.
  var hasAbsentKeys = false
}

/// What a decoding needs beside the tree, and what it found.
struct Decoding {
  let environment: [String: String]
  var issues: [ConfigurationError.Issue] = []
  /// Where each path was written; defaults have no entry.
  var places: [String: YAMLPlace] = [:]

  init(environment: [String: String]) { self.environment = environment }

  mutating func note(_ message: String, at place: YAMLPlace) {
    issues.append(.init(place: place, message: message))
  }

  /// Notes `path is 'x'; it must be …`.
  mutating func reject(_ node: YAMLNode, _ path: String, mustBe expected: String) {
    note("\(path) is \(node.shown); it must be \(expected)", at: node.place)
  }

  /// Notes an issue with the value at a path, at its place or that of the nearest enclosing thing
  /// that has one.
  mutating func note(_ finding: Finding, in path: String) {
    let full = finding.path.isEmpty ? path : Self.join(path, finding.path)
    var known = full
    while places[known] == nil, let cut = known.lastIndex(where: { $0 == "." || $0 == "[" }) {
      known = String(known[..<cut])
    }
    note("\(full) \(finding.message)", at: places[known] ?? .start)
  }

  static func join(_ path: String, _ key: String) -> String {
    path.isEmpty || key.hasPrefix("[") ? path + key : path + "." + key
  }
}

/// Something wrong with a value that decoded well by itself: where, relative to the record that was
/// checked, and what, worded to follow the path's name.
package struct Finding: Equatable, Sendable {
  package var path: String
  package var message: String

  init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }
}

extension Format where Value: FixedWidthInteger {
  /// A whole number within bounds.
  static func integer(_ range: ClosedRange<Value>) -> Format {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return Format(
      decode: { node, path, decoding in
        guard case .scalar(let text, false) = node.content,
          let value = Value(text), range.contains(value)
        else {
          decoding.reject(node, path, mustBe: expected)
          return nil
        }
        return value
      },
      encode: { .scalar(String($0)) },
      schema: [
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ])
  }
}

extension Format where Value: BinaryFloatingPoint & LosslessStringConvertible {
  /// A finite number within bounds.
  static func number(_ range: ClosedRange<Value>) -> Format {
    let (low, high) = (spelled(range.lowerBound), spelled(range.upperBound))
    return Format(
      decode: { node, path, decoding in
        // Swift would also read `nan`, `inf` and hexadecimal.
        guard case .scalar(let text, false) = node.content,
          text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }),
          let value = Value(text), range.contains(value)
        else {
          decoding.reject(node, path, mustBe: "a number from \(low) to \(high)")
          return nil
        }
        return value
      },
      encode: { .scalar(spelled($0)) },
      schema: [
        ("type", .string("number")), ("minimum", .number(low)), ("maximum", .number(high)),
      ])
  }

  private static func spelled(_ value: Value) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

extension Format where Value == Bool {
  static let boolean = Format(
    decode: { node, path, decoding in
      if case .scalar(let text, false) = node.content {
        if text == "true" { return true }
        if text == "false" { return false }
      }
      decoding.reject(node, path, mustBe: "true or false")
      return nil
    },
    encode: { .scalar($0 ? "true" : "false") }, schema: [("type", .string("boolean"))])
}

extension Format
where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of a fixed set of words.
  static var choice: Format {
    let words = Value.allCases.map(\.rawValue)
    return Format(
      decode: { node, path, decoding in
        guard case .scalar(let text, _) = node.content, !node.isNull else {
          decoding.reject(node, path, mustBe: "one of " + words.joined(separator: ", "))
          return nil
        }
        if let value = Value(rawValue: text) { return value }
        let hint = Suggestion.text(for: text, among: words)
        decoding.reject(node, path, mustBe: "one of " + words.joined(separator: ", ") + hint)
        return nil
      },
      encode: { .text($0.rawValue) }, schema: [("enum", .array(words.map(JSONValueText.string)))])
  }
}
