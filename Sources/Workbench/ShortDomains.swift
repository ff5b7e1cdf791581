import Configuration
import LeanInterface
import Records
import Theories

/// Domains whose entries leave something to their theories.
package enum ShortDomains {
  /// The configuration with every short entry filled in from its compiled theory.
  /// - Parameter compiled: folder of the compiled theories; what Lean said of them is kept there.
  package static func settled(
    _ configuration: Configuration, _ pool: LeanPool, compiled: String
  ) async throws -> Configuration {
    var configuration = configuration
    let reader = TheoryReader(pool, compiled: compiled)
    for index in configuration.domains.indices where configuration.domains[index].isShort {
      configuration.domains[index] = try await settled(configuration.domains[index], reader)
    }
    return configuration
  }

  /// One domain with what its entry leaves open.
  package static func settled(_ domain: Domain, _ reader: TheoryReader) async throws -> Domain {
    let settled = try domain.derived(from: await reader.theory(domain.module))
    if let finding = settled.completeFindings().first {
      throw TheoryError.underivable(
        domain: domain.name, reason: "\(finding.path) \(finding.message)")
    }
    return settled
  }
}
