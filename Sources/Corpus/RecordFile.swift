import Foundation
import Records

/// The machine-readable side of the corpus: a theorem a line, as JSON with sorted keys.
enum RecordFile {
  static func text(_ theorems: [Theorem]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for theorem in theorems {
      bytes += try encoder.encode(theorem)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// - Parameter place: repository and file, for the error.
  static func decode<Line: Decodable>(
    _ bytes: [UInt8], as type: Line.Type, repository: String, file: String
  ) throws -> [Line] {
    let decoder = JSONDecoder()
    return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { number, line in
      do {
        return try decoder.decode(Line.self, from: Data(line))
      } catch {
        throw CorpusError.damaged(
          path: repository, detail: "\(file):\(number + 1) is not a record: \(error)")
      }
    }
  }
}

/// Which module each theorem of the corpus is in.
struct TheoremIndex {
  private(set) var location: [String: ModuleName] = [:]

  var modules: Set<ModuleName> { Set(location.values) }

  mutating func add(_ name: String, in module: ModuleName) { location[name] = module }

  /// The little of a record that the index needs.
  struct Entry: Decodable {
    struct Statement: Decodable { let domain: String }
    let name: String
    let statement: Statement
  }
}
