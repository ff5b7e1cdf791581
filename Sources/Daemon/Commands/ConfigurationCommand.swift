import Configuration

/// The bodies of `lemmaloom config check|print|schema`: what to print, and how to exit.
enum ConfigurationCommand {
  struct Outcome: Equatable, Sendable {
    var text: String
    /// 0, or 78 (EX_CONFIG) with `text` for the error output.
    var exitCode: Int32
  }

  /// Says that the configuration is good, or everything that is wrong with it, a line each.
  static func check(path: String, environment: [String: String]) -> Outcome {
    outcome(path, environment) { configuration in
      let names = configuration.domains.map(\.name).joined(separator: ", ")
      return "\(path): no errors; domains: \(names)\n"
    }
  }

  /// The configuration in force, defaults and environment included.
  static func print(
    path: String, environment: [String: String], revealing: Bool = false
  ) -> Outcome {
    outcome(path, environment) { $0.yaml(revealing: revealing, commented: true) }
  }

  /// The file with every key at its default; its domains stay.
  static func defaults(path: String) -> Outcome {
    do throws(ConfigurationError) {
      let text = try ConfigurationFile.text(at: path, named: path)
      if let file = Configuration.defaults(withDomainsOf: text) {
        return Outcome(text: file, exitCode: 0)
      }
      return Outcome(text: "\(path) has no line 'domains:'\n", exitCode: 78)
    } catch {
      return Outcome(text: error.description + "\n", exitCode: 78)
    }
  }

  /// JSON Schema for editors.
  static func schema() -> Outcome {
    Outcome(text: Configuration.jsonSchema(), exitCode: 0)
  }

  private static func outcome(
    _ path: String, _ environment: [String: String], _ text: (Configuration) -> String
  ) -> Outcome {
    do throws(ConfigurationError) {
      return Outcome(
        text: text(try Configuration.load(path: path, environment: environment)), exitCode: 0)
    } catch {
      return Outcome(text: error.description + "\n", exitCode: 78)
    }
  }
}
