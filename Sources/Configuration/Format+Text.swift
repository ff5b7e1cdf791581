import Basics

extension Format where Value == String {
  /// A text of at most `limit` characters in which environment variables are replaced.
  /// - Parameter problem: what is wrong with a text, worded to follow the key's name, or nil.
  static func text(
    limit: Int = 4096, problem: @escaping @Sendable (String) -> String? = { _ in nil }
  ) -> Format {
    text(limit: limit, substituting: true, problem: problem)
  }

  /// Lean text, taken as it is: `${` means nothing in it.
  static func lean(
    limit: Int = 4096, problem: @escaping @Sendable (String) -> String? = { _ in nil }
  ) -> Format {
    text(limit: limit, substituting: false) { $0.isEmpty ? "is empty" : problem($0) }
  }

  private static func text(
    limit: Int, substituting: Bool, problem: @escaping @Sendable (String) -> String?
  ) -> Format {
    Format(
      decode: { node, path, decoding in
        guard let raw = plainText(node, path, &decoding) else { return nil }
        guard let text = substituting ? expanded(raw, node, path, &decoding) : raw else {
          return nil
        }
        let message =
          text.count > limit
          ? "has \(text.count) characters; at most \(limit) are allowed" : problem(text)
        if let message {
          decoding.note("\(path) \(message)", at: node.place)
          return nil
        }
        return text
      },
      encode: { .text(substituting ? Substitution.escape($0) : $0) },
      schema: [("type", .string("string")), ("maxLength", .integer(limit))])
  }

  /// The same text, for a value that is nil where nothing is written.
  var emptyForNone: Format<String?> {
    let (decode, encode) = (decode, encode)
    return Format<String?>(
      decode: { node, path, decoding in
        decode(node, path, &decoding).map { $0.isEmpty ? .none : .some($0) }
      },
      encode: { encode($0 ?? "") }, schema: schema)
  }

  /// The address of a server, or empty for none.
  static let serverURL = Format.text { text in
    if text.isEmpty { return nil }
    guard text.hasPrefix("http://") || text.hasPrefix("https://"),
      let host = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first,
      !host.isEmpty, !text.contains(where: \.isWhitespace)
    else { return "is not the address of a server; write it as http://host:port or leave it empty" }
    // Not shown: it may hold a password.
    if host.contains("@") { return "holds a user name or password; put the secret under 'key'" }
    return nil
  }

  /// The text of a scalar; an empty value is an error, because it is likelier forgotten than meant.
  fileprivate static func plainText(
    _ node: YAMLNode, _ path: String, _ decoding: inout Decoding
  ) -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      decoding.reject(node, path, mustBe: "a text; write \"\" for an empty one")
      return nil
    }
    return text
  }

  fileprivate static func expanded(
    _ text: String, _ node: YAMLNode, _ path: String, _ decoding: inout Decoding
  ) -> String? {
    do throws(Substitution.Failure) {
      return try Substitution.expand(text, environment: decoding.environment)
    } catch {
      decoding.note("\(path) \(error.message)", at: node.place)
      return nil
    }
  }
}

extension Format where Value == Secret {
  /// A secret; no message ever shows it.
  static let secret = Format(
    decode: { node, path, decoding in
      guard let raw = Format<String>.plainText(node, path, &decoding),
        let text = Format<String>.expanded(raw, node, path, &decoding)
      else { return nil }
      if text == Secret.mask {
        decoding.note(
          "\(path) is '\(text)', which stands for a hidden secret; write '${NAME}' to take it from "
            + "an environment variable", at: node.place)
        return nil
      }
      if text.unicodeScalars.contains(where: { !$0.isASCII || $0.value < 0x21 || $0.value == 0x7F })
      {
        // It travels in an HTTP header, where anything else would end or change the header.
        decoding.note(
          "\(path) has a space, a control character or a character outside ASCII in it; "
            + "check it for a stray line break", at: node.place)
        return nil
      }
      return Secret(text)
    },
    encode: { .secret(Substitution.escape($0.reveal())) },
    schema: [("type", .string("string")), ("writeOnly", .bool(true))])
}
