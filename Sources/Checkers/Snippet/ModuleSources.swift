import Foundation
import LeanText

/// Lean modules as text, for backends that do not have them: theories and corpus modules of a run.
struct ModuleSources: Sendable {
  /// Root of the modules; nil: none travels as text.
  let folder: String?

  /// Imports that a backend must have, and the text of the others in the order in which they build on each other.
  func split(_ imports: [String]) -> (imports: [String], text: String) {
    var kept: [String] = []
    var seen: Set<String> = []
    var text = ""
    func add(_ module: String) {
      guard seen.insert(module).inserted else { return }
      guard let source = source(of: module) else {
        kept.append(module)
        return
      }
      let header = LeanFileHeader(source)
      for imported in header.modules { add(imported) }
      // What a module opens ends with it.
      text += "section\n\(header.body)\nend\n"
    }
    for module in imports { add(module) }
    return (kept, text)
  }

  private func source(of module: String) -> String? {
    guard let folder, !module.contains("/"), !module.contains("..") else { return nil }
    let path = "\(folder)/\(module.replacingOccurrences(of: ".", with: "/")).lean"
    return (try? String(contentsOfFile: path, encoding: .utf8)).map(LeanLines.normalized)
  }
}
