import CCurl

/// Why one request came to nothing, and whether another try may help.
public struct RequestFailure: Error, Hashable, Sendable {
  public var reason: String
  public var isWorthRetrying: Bool
  /// Seconds that the server asked to wait.
  public var retryAfter: Double?
  /// Whether another server would answer no better.
  public var isOfTheRequest: Bool

  public init(
    _ reason: String, isWorthRetrying: Bool, retryAfter: Double? = nil, isOfTheRequest: Bool = false
  ) {
    self.reason = reason
    self.isWorthRetrying = isWorthRetrying
    self.retryAfter = retryAfter
    self.isOfTheRequest = isOfTheRequest
  }

  public static let cancelled = RequestFailure(
    "cancelled", isWorthRetrying: false, isOfTheRequest: true)

  /// What an end that is none means.
  init(_ code: CURLcode) {
    switch code {
    case CURLE_COULDNT_CONNECT:
      self.init("no connection to the server", isWorthRetrying: true)
    case CURLE_COULDNT_RESOLVE_HOST:
      self.init("the server's host name is not known", isWorthRetrying: true)
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
      self.init("the connection was lost", isWorthRetrying: true)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      self.init("the server does not speak HTTP", isWorthRetrying: false)
    case CURLE_PEER_FAILED_VERIFICATION:
      self.init(
        "the server's certificate has expired, is for another name, or its authority is not known to this system",
        isWorthRetrying: false)
    case CURLE_SSL_CACERT_BADFILE:
      self.init(
        "no authority's certificate on this system: install the package ca-certificates",
        isWorthRetrying: false)
    default:
      self.init(
        String(cString: curl_easy_strerror(code)), isWorthRetrying: code != CURLE_URL_MALFORMAT)
    }
  }
}
