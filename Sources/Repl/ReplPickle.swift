import Foundation

/// What a pickle of ours holds: an environment, which is the text that made it, and perhaps a proof state in it.
struct ReplPickle: Codable {
  struct Environment: Codable {
    var text: String
    var hasErrors: Bool
  }

  struct State: Codable {
    var before: String
    var after: String
    var errors: [String]
    var usesSorry: Bool
  }

  /// Says whose file it is.
  var format = Self.name
  var version = Self.version
  /// nil for a proof state in a fresh environment.
  var environment: Environment?
  var proofState: State?

  private static let name = "lemmaloom repl"
  private static let version = 1
  private static let bytesMax = 64 << 20

  /// What every version has.
  private struct Label: Decodable {
    var format: String
    var version: Int
  }

  /// Why there is no pickle, for the client.
  struct Refusal: Error { let reason: String }

  func write(to path: String) throws(Refusal) {
    do {
      try JSONEncoder().encode(self).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Refusal(reason: "Cannot write the pickle '\(path)': \(error.localizedDescription)")
    }
  }

  static func read(from path: String) throws(Refusal) -> ReplPickle {
    func refusal(_ reason: String) -> Refusal {
      Refusal(reason: "Cannot read the pickle '\(path)': \(reason)")
    }
    // The target of a link, and nothing that never ends.
    let file = URL(filePath: path).resolvingSymlinksInPath()
    let data: Data
    do {
      let found = try FileManager.default.attributesOfItem(atPath: file.path)
      guard found[.type] as? FileAttributeType == .typeRegular else {
        throw refusal("it is no file")
      }
      guard let size = found[.size] as? Int, size <= bytesMax else {
        throw refusal("it has more than \(bytesMax >> 20) MB")
      }
      data = try Data(contentsOf: file)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw refusal(error.localizedDescription)
    }
    guard let label = try? JSONDecoder().decode(Label.self, from: data), label.format == name else {
      throw refusal("it is not whole, or of another program")
    }
    guard label.version == version else {
      throw refusal("it has version \(label.version), and this program reads version \(version)")
    }
    do {
      return try JSONDecoder().decode(ReplPickle.self, from: data)
    } catch {
      throw refusal("it is damaged")
    }
  }
}
