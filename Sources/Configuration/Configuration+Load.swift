import Foundation

extension Configuration {
  /// Reads a configuration and checks it whole: text, keys, values, and the files it names.
  /// - Parameter environment: the variables that `${NAME}` may name.
  package static func load(
    path: String, environment: [String: String]
  ) throws(ConfigurationError) -> Configuration {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try ConfigurationFile.text(at: path, named: file)
    let (configuration, decoding) = try decode(text, file: file, environment: environment)
    let folder = resolve(".", configurationPath: path)
    try check(decoding, file: file) { decoding in
      for finding in configuration.fileFindings(in: folder, path: environment["PATH"] ?? "") {
        decoding.note(finding, in: "")
      }
    }
    return configuration
  }

  /// A configuration from its text, without a look at the files that it names.
  package static func parse(
    _ text: String, file: String = "config.yaml", environment: [String: String] = [:]
  ) throws(ConfigurationError) -> Configuration {
    try decode(text, file: file, environment: environment).0
  }

  /// A path of the configuration as an absolute one: relative paths start at the configuration
  /// file's folder.
  package static func resolve(_ path: String, configurationPath: String) -> String {
    let working = URL(
      filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    let folder = URL(filePath: configurationPath, relativeTo: working).deletingLastPathComponent()
    return URL(filePath: path, relativeTo: folder).standardizedFileURL.path(percentEncoded: false)
  }

  private static func decode(
    _ text: String, file: String, environment: [String: String]
  ) throws(ConfigurationError) -> (Configuration, Decoding) {
    let root: YAMLNode?
    do throws(YAMLProblem) {
      root = try YAMLReader.read(text)
    } catch {
      throw .invalid(file: file, issues: [.init(place: error.place, message: error.message)])
    }
    guard let root else {
      throw .invalid(
        file: file,
        issues: [.init(place: .start, message: "the file is empty; it needs at least 'domains'")])
    }
    var decoding = Decoding(environment: environment)
    let configuration = format.decode(root, "", &decoding)
    try check(decoding, file: file) { _ in }
    guard let configuration else {
      throw .invalid(
        file: file, issues: [.init(place: root.place, message: "the file could not be understood")])
    }
    return (configuration, decoding)
  }

  private static func check(
    _ decoding: Decoding, file: String, _ more: (inout Decoding) -> Void
  ) throws(ConfigurationError) {
    var decoding = decoding
    more(&decoding)
    if decoding.issues.isEmpty { return }
    var seen: Set<ConfigurationError.Issue> = []
    // A value under an alias is read once for each use: the same complaint at the same place is
    // said once.
    let issues = decoding.issues.filter { seen.insert($0).inserted }
    throw .invalid(file: file, issues: issues.sorted { $0.place < $1.place })
  }

  /// The configuration in force as YAML that loads to the same value.
  /// - Parameter revealing: print secrets; otherwise `***` stands for each.
  package func yaml(revealing: Bool = false, commented: Bool = false) -> String {
    YAMLPrinter(revealing: revealing, commented: commented).print(Self.format.encode(self))
  }

  /// A configuration file with every key at its default, and the comment at the top and the domains of another.
  /// - Returns: nil for a file without a line `domains:`.
  package static func defaults(withDomainsOf text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let key = lines.firstIndex(of: "domains:") else { return nil }
    let above = lines[..<key].reversed().prefix { $0.hasPrefix("#") }.count
    guard case .mapping(let entries)? = format.shown?(Configuration()) else { return nil }
    let sections = YAMLPrinter(commented: true, unfolded: true)
      .print(.mapping(entries.filter { $0.key != "domains" }))
    let top = lines.prefix { $0.hasPrefix("#") }.joined(separator: "\n")
    let domains = lines[(key - above)...].joined(separator: "\n")
    return [top, sections, domains].filter { !$0.isEmpty }.joined(separator: "\n\n")
      .replacing("\n\n\n", with: "\n\n")
  }

  /// JSON Schema (draft 2020-12) of the configuration file, for editors.
  package static func jsonSchema() -> String {
    let head: [(String, JSONValueText)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Lemmaloom configuration")),
    ]
    return JSONValueText.object(head + format.schema).pretty + "\n"
  }
}
