import Foundation

/// What a compiled module declares, from the index (`.ilean`) that Lean writes beside it. Lean itself compiled the
/// module: no text is read.
public struct ModuleIndex: Hashable, Sendable {
  /// Names that the module's text declares, in the order of the text.
  public let declarations: [String]
  /// Modules that it imports itself.
  public let imports: [String]

  /// - Parameter data: the file, JSON as Lean 4 writes it (`Lean.Server.Ilean`). nil where it is not.
  public init?(_ data: Data) {
    guard let file = try? JSONDecoder().decode(IndexFile.self, from: data) else { return nil }
    declarations = file.decls.sorted { ($0.value.start, $0.key) < ($1.value.start, $1.key) }
      .map(\.key)
    imports = file.directImports ?? []
  }

  /// The index of a module that was compiled into one of the folders.
  public init?(module: String, in folders: [String]) {
    let relative = module.replacing(".", with: "/") + ".ilean"
    for folder in folders {
      if let data = FileManager.default.contents(atPath: "\(folder)/\(relative)") {
        self.init(data)
        return
      }
    }
    return nil
  }

  private struct IndexFile: Decodable {
    var decls: [String: Range]
    var directImports: [String]?

    /// `[line, column, …]` of a declaration.
    struct Range: Decodable {
      var start: Int
      init(from decoder: any Decoder) throws {
        var numbers = try decoder.unkeyedContainer()
        let line = try numbers.decode(Int.self)
        let column = try numbers.decode(Int.self)
        start = line << 16 + min(column, 1 << 16 - 1)
      }
    }

    enum CodingKeys: CodingKey { case decls, directImports }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      decls = try values.decode([String: Range].self, forKey: .decls)
      // Its form differs between versions: names, or names with flags.
      if let names = try? values.decode([String].self, forKey: .directImports) {
        directImports = names
      } else if let rows = try? values.decode([[Import]].self, forKey: .directImports) {
        directImports = rows.compactMap { $0.first?.name }
      }
    }

    /// A name or a flag.
    struct Import: Decodable {
      var name: String?
      init(from decoder: any Decoder) throws {
        name = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }
}
