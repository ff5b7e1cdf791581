/// Options that decide what is shown, what is warned of and how long is tried, and nothing about what a text means.
public enum HarmlessOptions {
  public static func contains(_ option: String) -> Bool {
    let name = option.hasPrefix("weak.") ? String(option.dropFirst("weak.".count)) : option
    return limits.contains { name.hasSuffix($0) } || prefixes.contains { name.hasPrefix($0) }
  }

  private static let limits = ["maxHeartbeats", "maxRecDepth", "maxSize"]
  private static let prefixes = [
    "pp.", "linter.", "trace.", "profiler", "diagnostics", "format.", "stderrAsMessages",
    "messages.",
  ]
}
