/// Full names of a file's theorems, read off its commands.
public struct DeclaredTheorems: Hashable, Sendable {
  /// In the order of the file, each as it can be asked for from the root.
  public private(set) var names: [String] = []
  /// Why some theorem has no name that could be asked for.
  public private(set) var unnamed: String?

  public init(in text: String) { self.init(of: LeanOutline(LeanLines.normalized(text))) }

  public init(of outline: LeanOutline) {
    unnamed = outline.problem.map { "its theorems cannot be told apart (\($0))" }
    for command in outline.commands where command.roles.contains(.proves) {
      if command.keyword == "example" { continue }
      if command.fullName.isEmpty || command.isPrivate {
        let place = "the \(command.keyword) at line \(command.line)"
        unnamed = unnamed ?? "\(place) cannot be asked for its axioms"
      } else {
        names.append(command.fullName)
      }
    }
  }
}
