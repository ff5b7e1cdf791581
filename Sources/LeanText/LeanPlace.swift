/// Where something stands in a text.
public struct LeanPlace: Hashable, Comparable, Sendable {
  /// 1-based.
  public let line: Int
  /// 0-based, in Unicode scalars.
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: LeanPlace, right: LeanPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension LeanToken {
  var place: LeanPlace { LeanPlace(line: line, column: column) }

  /// Behind its last scalar.
  var endPlace: LeanPlace {
    let scalars = text.unicodeScalars
    guard let last = scalars.lastIndex(of: "\n") else {
      return LeanPlace(line: line, column: column + scalars.count)
    }
    return LeanPlace(
      line: line + scalars.count { $0 == "\n" },
      column: scalars.distance(from: last, to: scalars.endIndex) - 1)
  }
}
