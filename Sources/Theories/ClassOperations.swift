import Terms

/// Operations of Lean's classes, which have no type of their own before they are used: `HAdd.hAdd` is `+` on numbers
/// and on whatever else adds.
enum ClassOperations {
  /// Operations whose arguments and values are of one type, as domains spell them.
  static let homogeneous: Set<String> = ["+", "-", "*", "/", "%", "^", "++"]
  /// Relations between values of one type.
  static let relations: Set<String> = ["≤", "<"]

  /// A term read without notation as a domain writes it. `List.append a b` is what `a ++ b` computes, and so are the
  /// functions behind the numbers' operators.
  static func spelled(_ term: Term) -> Term { CoreNotation.spelled(term) }

  /// The function that a class operation on arguments of these types is; nil where the term is no such operation.
  static func function(_ symbol: String, on type: TypeTerm) -> Function? {
    if homogeneous.contains(symbol) {
      return Function(
        name: symbol, parameters: parameters(of: type), arguments: [type, type], result: type,
        isOwn: false)
    }
    if relations.contains(symbol) {
      return Function(
        name: symbol, parameters: parameters(of: type), arguments: [type, type],
        result: .named("Prop", []), isOwn: false)
    }
    return nil
  }

  /// Small Greek letters are the type parameters of Lean's own statements.
  private static func parameters(of type: TypeTerm) -> [String] {
    var seen: Set<String> = []
    return type.parts.compactMap(\.head).filter {
      $0.count == 1 && $0.unicodeScalars.allSatisfy { (0x3B1...0x3C9).contains($0.value) }
        && seen.insert($0).inserted
    }
  }
}
