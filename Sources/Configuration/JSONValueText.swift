/// A JSON value that keeps the order of its members, so that schemas and log lines read as they
/// were written.
package indirect enum JSONValueText: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number as JSON spells it.
  case number(String)
  case string(String)
  case array([JSONValueText])
  case object([(String, JSONValueText)])

  package static func integer(_ value: some BinaryInteger) -> JSONValueText {
    .number(String(value))
  }

  /// JSON has no infinity and no NaN: they become texts.
  package static func number(_ value: Double) -> JSONValueText {
    value.isFinite ? .number("\(value)") : .string("\(value)")
  }

  package static func == (left: JSONValueText, right: JSONValueText) -> Bool {
    left.line == right.line
  }

  /// The value in one line.
  package var line: String {
    var result = ""
    write(to: &result, indent: nil)
    return result
  }

  /// The value over several lines, two spaces a level.
  var pretty: String {
    var result = ""
    write(to: &result, indent: 0)
    return result
  }

  private func write(to result: inout String, indent: Int?) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .number(let text): result += text
    case .string(let text): Self.quote(text, into: &result)
    case .array(let items):
      Self.sequence("[", items, "]", indent, &result) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.sequence("{", members, "}", indent, &result) { member, result, indent in
        Self.quote(member.0, into: &result)
        result += indent == nil ? ":" : ": "
        member.1.write(to: &result, indent: indent)
      }
    }
  }

  private static func sequence<Element>(
    _ open: String, _ elements: [Element], _ close: String, _ indent: Int?, _ result: inout String,
    _ body: (Element, inout String, Int?) -> Void
  ) {
    result += open
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { result += "," }
      if let inner { result += "\n" + String(repeating: " ", count: inner) }
      body(element, &result, inner)
    }
    if let indent, !elements.isEmpty { result += "\n" + String(repeating: " ", count: indent) }
    result += close
  }

  private static func quote(_ text: String, into result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{2028}", "\u{2029}", "\u{7F}"..."\u{9F}", "\u{0}"..."\u{1F}":
        // Beyond what JSON asks for: nothing in a line may break it or steer a terminal.
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}
