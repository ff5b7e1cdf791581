import Records

/// Runs one check a task side by side; how many at once is the backend's own business.
enum TaskList {
  /// One verdict a task, in order.
  static func verdicts(
    _ tasks: [ProofTask], _ check: @escaping @Sendable (ProofTask) async -> Verdict
  ) async -> [Verdict] {
    await withTaskGroup(of: (Int, Verdict).self) { group in
      for (index, task) in tasks.enumerated() {
        group.addTask { (index, await check(task)) }
      }
      var verdicts = [Verdict](repeating: .declined(reason: "cancelled"), count: tasks.count)
      for await (index, verdict) in group { verdicts[index] = verdict }
      return verdicts
    }
  }
}
