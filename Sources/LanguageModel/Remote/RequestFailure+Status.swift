import Foundation
import HTTP

extension RequestFailure {
  /// What a status other than 200 means; `message` is what the server says about it.
  static func status(_ status: Int, message: String, retryAfter: String?, key: String)
    -> RequestFailure
  {
    // Servers may repeat the key that they do not accept.
    var message = message
    if !key.isEmpty { message = message.replacing(key, with: "…") }
    let said = message.isEmpty ? "\(status)" : "\(status): \(message)"
    switch status {
    case 401, 403:
      let what = key.isEmpty ? "a key is missing" : "the key is wrong, or not for this model"
      return RequestFailure(
        "\(what): set the environment variable that holds it (\(said))", isWorthRetrying: false)
    case 404:
      return RequestFailure(
        "no such address or model: check the address (it ends in /v1 at most servers) and the "
          + "model's name (\(said))", isWorthRetrying: false)
    case 300..<400:
      return RequestFailure(
        "the server sends elsewhere (\(said)): give its address there", isWorthRetrying: false)
    case 408, 425, 429, 500...599:
      return RequestFailure(
        "the server says \(said)", isWorthRetrying: true,
        retryAfter: retryAfter.flatMap { seconds(retryAfter: $0) })
    default:
      return RequestFailure("the server refuses the request (\(said))", isWorthRetrying: false)
    }
  }

  /// A Retry-After header: seconds, or a date (RFC 9110, section 10.2.3).
  static func seconds(retryAfter text: String, now: Date = Date()) -> Double? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? seconds : nil }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    guard let date = format.date(from: text) else { return nil }
    return max(0, date.timeIntervalSince(now))
  }
}

/// Attempts and the pauses between them.
struct RetryPolicy: Sendable {
  var retries: Int
  var backoff: Double
  var backoffMax: Double

  /// Seconds before attempt `attempt` (1: the first retry).
  func pause(before attempt: Int, after failure: RequestFailure) -> Double {
    let longest = min(backoffMax, backoff * Double(1 << min(max(0, attempt - 1), 30)))
    // Jitter: those who failed together do not come back together.
    let own = Double.random(in: 0.25...1) * longest
    guard let asked = failure.retryAfter else { return own }
    return min(backoffMax, max(asked, own))
  }

  /// Runs `body` until it answers, fails for good or has used its attempts up.
  func run<Value: Sendable>(_ body: () async throws(RequestFailure) -> Value)
    async throws(RequestFailure) -> Value
  {
    var attempt = 0
    while true {
      do {
        return try await body()
      } catch {
        attempt += 1
        try await wait(before: attempt, after: error)
      }
    }
  }

  /// Waits for the next attempt; throws where there is none.
  func wait(before attempt: Int, after failure: RequestFailure) async throws(RequestFailure) {
    guard failure.isWorthRetrying else { throw failure }
    guard attempt <= retries else {
      var last = failure
      last.isWorthRetrying = false
      if retries > 0 { last.reason += " (\(retries + 1) attempts)" }
      throw last
    }
    do {
      try await Task.sleep(for: .seconds(pause(before: attempt, after: failure)))
    } catch {
      throw .cancelled
    }
  }
}
