import Conjecturer

/// What the run knows of each domain's statements, kept from round to round.
actor Memory {
  private var known: [String: KnownStatements]

  init(_ known: [String: KnownStatements]) { self.known = known }

  func statements(_ domain: String) -> KnownStatements? { known[domain] }

  func update(_ domain: String, _ change: @Sendable (inout KnownStatements) -> Void) {
    // Taken out, so that there is one of it and the change copies nothing.
    guard var statements = known.removeValue(forKey: domain) else { return }
    change(&statements)
    known[domain] = statements
  }
}
