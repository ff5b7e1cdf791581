/// Environment variables in configuration texts: `${NAME}`, `${NAME:-default}`, and `$${` for a
/// literal `${`.
enum Substitution {
  /// What is wrong with a text, worded to follow the key's name.
  struct Failure: Error, Equatable { var message: String }

  /// The text with every variable replaced. A variable that is unset, or empty where a default is
  /// given, takes the default; an unset one without a default is an error. What a variable holds is
  /// not looked at again.
  static func expand(
    _ text: String, environment: [String: String]
  ) throws(Failure) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      let before = rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      if before.hasSuffix("$") {
        result += before.dropLast() + "${"
        continue
      }
      result += before
      guard let end = rest.firstIndex(of: "}") else {
        throw Failure(
          message: "has '${' without a closing '}'; write '$${' for the characters themselves")
      }
      result += try value(of: rest[..<end], environment: environment)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// A text that `expand` turns into `value`.
  static func escape(_ value: String) -> String {
    value.replacing("${", with: "$${")
  }

  private static func value(
    of reference: Substring, environment: [String: String]
  ) throws(Failure) -> String {
    let separator = reference.firstRange(of: ":-")
    let name = String(reference[..<(separator?.lowerBound ?? reference.endIndex)])
    guard isName(name) else {
      throw Failure(
        message: "has '${\(reference)}', which names no environment variable; "
          + "write '${NAME}' or '${NAME:-default}'")
    }
    if let separator {
      let found = environment[name] ?? ""
      return found.isEmpty ? String(reference[separator.upperBound...]) : found
    }
    guard let found = environment[name] else {
      throw Failure(
        message: "needs the environment variable \(name), which is not set; "
          + "set it, or write '${\(name):-default}'")
    }
    return found
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy {
      $0 == "_" || ("0"..."9").contains($0) || ("a"..."z").contains($0) || ("A"..."Z").contains($0)
    }
  }
}
