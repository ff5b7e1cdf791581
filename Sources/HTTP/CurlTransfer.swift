import CCurl
import Foundation

/// One request in libcurl's hands. Lives on the loop's thread.
final class CurlTransfer {
  let exchange: HTTPExchange
  let easy: UnsafeMutableRawPointer
  private(set) var deadline: ContinuousClock.Instant
  private var headers: UnsafeMutablePointer<curl_slist>?
  private var bytes = 0
  private var hasHead = false

  /// Nil: out of memory.
  init?(_ exchange: HTTPExchange) {
    guard let easy = curl_easy_init() else { return nil }
    self.exchange = exchange
    self.easy = easy
    deadline = .now + .seconds(Self.seconds(exchange.patience))
    let request = exchange.request
    // Without "Expect", which some servers leave unanswered for a second.
    for line in request.headers.map({ "\($0.key): \($0.value)" }).sorted() + ["Expect:"] {
      guard let longer = curl_slist_append(headers, line) else { return nil }
      headers = longer
    }
    let this = Unmanaged.passUnretained(self).toOpaque()
    var codes = [
      request.url.absoluteString.withCString { ccurl_set_pointer(easy, CURLOPT_URL, $0) },
      "http,https".withCString { ccurl_set_pointer(easy, CURLOPT_PROTOCOLS_STR, $0) },
      "lemmaloom".withCString { ccurl_set_pointer(easy, CURLOPT_USERAGENT, $0) },
      // All encodings that this libcurl can undo; what is counted is what comes out.
      "".withCString { ccurl_set_pointer(easy, CURLOPT_ACCEPT_ENCODING, $0) },
      ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, headers),
      ccurl_set_pointer(easy, CURLOPT_PRIVATE, this),
      ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
      ccurl_set_close_on_exec(easy),
      ccurl_set_receiver(
        easy,
        { bytes, one, count, receiver in
          guard let bytes, let receiver else { return 0 }
          let transfer = Unmanaged<CurlTransfer>.fromOpaque(receiver).takeUnretainedValue()
          return transfer.receive(Data(bytes: bytes, count: one * count)) ? one * count : 0
        }, this),
    ]
    if let body = request.body {
      // An empty body has no address.
      let start = UnsafeRawPointer(this)
      codes.append(
        body.withUnsafeBytes { ccurl_set_body(easy, $0.baseAddress ?? start, $0.count) })
    }
    guard codes.allSatisfy({ $0 == CURLE_OK }) else { return nil }
  }

  /// It is in no multi handle any more.
  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headers)
  }

  static func of(_ easy: UnsafeMutableRawPointer?) -> CurlTransfer? {
    var this: UnsafeMutableRawPointer?
    guard let easy, ccurl_get_pointer(easy, CURLINFO_PRIVATE, &this) == CURLE_OK, let this else {
      return nil
    }
    return Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue()
  }

  private static func seconds(_ patience: HTTPClient.Patience) -> Double {
    switch patience {
    case .whole(let seconds), .silence(let seconds): seconds
    }
  }

  /// False: no more of it is wanted.
  private func receive(_ data: Data) -> Bool {
    giveHead()
    bytes += data.count
    guard bytes <= exchange.bytesMax else {
      exchange.end(
        RequestFailure(
          "the answer has more than \(exchange.bytesMax) bytes", isWorthRetrying: false))
      return false
    }
    if case .silence(let seconds) = exchange.patience { deadline = .now + .seconds(seconds) }
    exchange.receive(data)
    return true
  }

  func end(_ code: CURLcode) {
    if code == CURLE_OK { giveHead() }
    exchange.end(code == CURLE_OK ? nil : RequestFailure(code))
  }

  func giveUp() {
    exchange.end(
      RequestFailure(
        "no answer within \(Self.seconds(exchange.patience)) seconds", isWorthRetrying: true))
  }

  private func giveHead() {
    if hasHead { return }
    hasHead = true
    var status = 0
    var type: UnsafeMutablePointer<CChar>?
    var retryAfter: UnsafeMutablePointer<curl_header>?
    _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    _ = ccurl_get_pointer(easy, CURLINFO_CONTENT_TYPE, &type)
    let hasRetryAfter =
      curl_easy_header(easy, "Retry-After", 0, UInt32(CURLH_HEADER), -1, &retryAfter) == CURLHE_OK
    exchange.receive(
      status: status, contentType: type.map { String(cString: $0) } ?? "",
      retryAfter: hasRetryAfter ? retryAfter.map { String(cString: $0.pointee.value) } : nil)
  }
}
