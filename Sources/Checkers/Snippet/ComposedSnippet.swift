import Basics
import Records

/// A proof with everything that is to be asked about it in one text, for backends that take a text and give messages.
///
/// Two commands print a number that the candidate cannot know. What stands before the first is the header, what stands
/// between them is the candidate, and what comes after the second is Lean's answer about the theorem's type and axioms:
/// messages are told apart by place, and places are counted from where the first number was printed, because servers
/// count lines from different beginnings.
struct ComposedSnippet: Sendable {
  /// `import` lines; never empty, since servers share one environment among texts without imports.
  let header: String
  let body: String
  let layout: ProofLayout
  let name: String
  private let nonce: String
  /// Lines of `body`, counted from the one that prints the first number.
  let firstCandidateLine: Int
  let lastCandidateLine: Int

  var typeLine: Int { lastCandidateLine + 2 }
  var axiomsLine: Int { lastCandidateLine + 3 }

  /// - Parameters:
  ///   - inlined: text of the modules that the backend does not have, in place of their imports.
  ///   - nonce: a number that nobody can guess.
  init(_ task: ProofTask, imports: [String], inlined: String = "", nonce: UInt64) {
    let nonce = Hash64.hex("\(nonce) \(task.name)")
    let trusted = "Lemmaloom_\(nonce).statement"
    let layout = ProofLayout(task)
    header = (imports.isEmpty ? ["Init"] : imports).map { "import \($0)\n" }.joined()
    let opening = [
      "#check \"\(Self.begin(nonce))\"",
      "def \(trusted) : Prop := \(task.statement.closedProposition)",
    ]
    body =
      inlined + task.opens.map { "open \($0)\n" }.joined()
      + opening.map { $0 + "\n" }.joined() + layout.text
        + """
        #check "\(Self.end(nonce))"
        example : \(trusted) := @_root_.\(task.name)
        #print axioms _root_.\(task.name)

        """
    self.layout = layout
    self.nonce = nonce
    name = task.name
    // Line breaks of the statement are part of what it says.
    firstCandidateLine = opening.reduce(opening.count) { $0 + $1.utf8.count { $0 == 10 } }
    lastCandidateLine = firstCandidateLine + layout.lineCount - 1
  }

  var beginText: String { "\"\(Self.begin(nonce))\"" }
  var endText: String { "\"\(Self.end(nonce))\"" }

  private static func begin(_ nonce: String) -> String { "lemmaloom \(nonce) begin" }
  private static func end(_ nonce: String) -> String { "lemmaloom \(nonce) end" }
}
