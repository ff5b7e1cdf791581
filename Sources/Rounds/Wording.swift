/// How numbers are written for people.
package enum Wording {
  package static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded()))%" }

  /// `35–60%`.
  package static func percents(_ band: ClosedRange<Double>) -> String {
    "\(Int((band.lowerBound * 100).rounded()))–\(percent(band.upperBound))"
  }

  /// `45 s`, `12 min 05 s`, `3 h 07 min`, `2 d 04 h`.
  package static func duration(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = max(0, seconds)
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if days > 0 { return "\(days) d \(two(hours % 24)) h" }
    if hours > 0 { return "\(hours) h \(two(minutes % 60)) min" }
    return minutes > 0 ? "\(minutes) min \(two(seconds % 60)) s" : "\(seconds) s"
  }

  /// `12,345`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "-" + result : result
  }

  package static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// `4→5` after a change, else `4`.
  package static func level(_ domain: RunProgress.DomainProgress) -> String {
    guard let previous = domain.previousLevel, previous != domain.level else {
      return "\(domain.level)"
    }
    return "\(previous)→\(domain.level)"
  }
}
