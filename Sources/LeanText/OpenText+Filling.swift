/// What goes in the place of a `sorry`.
public struct ProofFilling: Hashable, Sendable {
  public enum Style: Hashable, Sendable {
    /// As one would write it there.
    case plain
    /// In brackets on lines of its own, so that nothing around it changes its meaning or its own column; these
    /// namespaces are opened in it.
    case fenced(opens: [String])
  }

  /// Tactic text.
  public var script: String
  public var style: Style
  /// Whether other goals wait behind the one that the script closes.
  public var hasOthers: Bool

  public init(script: String, style: Style = .plain, hasOthers: Bool = false) {
    self.script = script
    self.style = style
    self.hasOthers = hasOthers
  }

  /// The script, as a bullet where it must leave other goals alone.
  private var tactics: String { hasOthers ? "· " + LeanLines.indented(script, by: 2) : script }

  fileprivate func put(_ place: SorryPlace, in text: String) -> String {
    switch style {
    case .plain: return SorryFilling([place], in: text) { _ in tactics }.text
    case .fenced(let opens):
      let open = opens.isEmpty ? "" : "open \(opens.joined(separator: " ")) in\n"
      let indent = String(repeating: " ", count: place.column + 2)
      return SorryFilling.bracketed([place], in: text) { place in
        (place.isTactic ? "(\n" : "(by\n") + indent
          + LeanLines.indented(open + tactics, by: place.column + 2)
      }.text
    }
  }
}

extension OpenText {
  /// The text with proofs in the place of some `sorry`, and remarks behind others.
  /// - Parameters:
  ///   - places: all of them, each as Lean reads it.
  ///   - fillings: by place; nil leaves the `sorry`.
  ///   - remarks: by place; why it is left.
  ///   - imports: modules that the proofs need; those that the text has are not imported again.
  public func filled(
    _ places: [SorryPlace], with fillings: [ProofFilling?], remarks: [String?],
    imports: [String] = []
  ) -> String {
    var text = text
    // From the last to the first, so that places in front stay where they are.
    for (index, place) in places.enumerated().reversed() {
      if let filling = fillings[index] {
        text = filling.put(place, in: text)
      } else if let remark = remarks[index] {
        text = Self.remark(remark, on: place, in: text)
      }
    }
    let header = LeanFileHeader(text)
    let missing = imports.filter { !header.modules.contains($0) }
    return missing.isEmpty ? text : Self.importing(missing, header, text)
  }

  private static func remark(_ remark: String, on place: SorryPlace, in text: String) -> String {
    let (before, after) = LeanLines.cut(text, at: place.end)
    let rest = after.unicodeScalars.prefix { $0 != "\n" }
    if rest.contains(where: { $0 != " " }) { return before + " /- \(remark) -/" + after }
    return before + " -- \(remark)" + LeanLines.cut(after, at: rest.count).after
  }

  /// Behind the imports that are there; a comment beside the last of them stays on its line.
  private static func importing(_ modules: [String], _ header: LeanFileHeader, _ text: String)
    -> String
  {
    let (before, after) = LeanLines.cut(text, at: header.end)
    let rest = after.unicodeScalars.prefix { $0 != "\n" }
    let code = rest.drop { $0 == " " }
    let isFree = code.isEmpty || code.starts(with: "--".unicodeScalars)
    let lines = modules.map { (isFree ? "\n" : " ") + "import \($0)" }.joined()
    let parts = LeanLines.cut(after, at: isFree ? rest.count : 0)
    return before + parts.before + lines + parts.after
  }
}
