import Foundation

extension RequestFailure {
  /// What a status other than 200 means.
  /// - Parameters:
  ///   - message: what the server says about it.
  ///   - where: what to check where nothing is found.
  public static func status(
    _ status: Int, message: String, retryAfter: String?, key: String, where place: String
  ) -> RequestFailure {
    // Servers may repeat the key that they do not accept.
    var message = message
    if !key.isEmpty { message = message.replacing(key, with: "…") }
    let said = message.isEmpty ? "\(status)" : "\(status): \(message)"
    switch status {
    case 401, 403:
      let what = key.isEmpty ? "a key is missing" : "the key is wrong, or not for this"
      return RequestFailure(
        "\(what): set the environment variable that holds it (\(said))", isWorthRetrying: false)
    case 404:
      return RequestFailure(
        "nothing is found there: check \(place) (\(said))", isWorthRetrying: false)
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
