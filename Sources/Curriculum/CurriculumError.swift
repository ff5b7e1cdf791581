/// What is wrong with the curriculum's options or its input. Each message names the field, its
/// value and the remedy.
public enum CurriculumError: Error, Hashable, CustomStringConvertible {
  /// An option outside its range.
  case invalid(field: String, value: String, remedy: String)
  /// A stage names a domain that is not configured.
  case unknownDomain(stage: String, domain: String, known: [String])
  /// A stage that is not the last one could never be left.
  case endlessStage(stage: String)

  public var description: String {
    switch self {
    case .invalid(let field, let value, let remedy):
      "\(field) is \(value): \(remedy)"
    case .unknownDomain(let stage, let domain, let known):
      "curriculum.stages: stage '\(stage)' names the domain '\(domain)', which is not configured; "
        + "use one of \(known.joined(separator: ", ")), or add it under domains"
    case .endlessStage(let stage):
      "curriculum.stages: stage '\(stage)' has no promotion rule but stages follow it; "
        + "give it rounds, level, theorems or success above 0 under until"
    }
  }
}
