import CCurl
import Foundation

/// One request in libcurl's hands. Lives on the loop's thread.
final class CurlTransfer {
  let exchange: HTTPExchange
  let easy: UnsafeMutableRawPointer
  private(set) var deadline: ContinuousClock.Instant
  private var headers: UnsafeMutablePointer<curl_slist>?
  /// Header and body, as far as they came.
  private var bytes = 0
  /// What of the body came since the last `flush`.
  private var pending = Data()

  /// Nil: out of memory, or an option that this libcurl refuses.
  init?(_ exchange: HTTPExchange) {
    guard let easy = curl_easy_init() else { return nil }
    self.exchange = exchange
    self.easy = easy
    deadline = .now + .seconds(exchange.seconds)
    let request = exchange.request
    // Without "Expect", which some servers leave unanswered for a second.
    for line in request.headers.map({ "\($0.key): \($0.value)" }).sorted() + ["Expect:"] {
      guard let longer = curl_slist_append(headers, line) else { return nil }
      headers = longer
    }
    let this = Unmanaged.passUnretained(self).toOpaque()
    var texts = [
      (CURLOPT_URL, request.url.absoluteString), (CURLOPT_PROTOCOLS_STR, "http,https"),
      (CURLOPT_USERAGENT, "lemmaloom"),
      // All encodings that this libcurl can undo; what is counted is what comes out.
      (CURLOPT_ACCEPT_ENCODING, ""),
    ]
    // What is for this machine goes through no proxy.
    if request.isForThisMachine { texts.append((CURLOPT_PROXY, "")) }
    let numbers = [
      (CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1), (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_NOSIGNAL, 1),
      // A request that is removed while its host is looked up does not wait for the answer: all others would, too.
      (CURLOPT_QUICK_EXIT, 1),
    ]
    var codes = [
      ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, headers),
      ccurl_set_pointer(easy, CURLOPT_PRIVATE, this),
      ccurl_set_receiver(
        easy, { CurlTransfer.of($3)?.receiveHeader($0, $1 * $2) ?? 0 },
        { CurlTransfer.of($3)?.receiveBody($0, $1 * $2) ?? 0 }, this),
    ]
    codes += texts.map { option, text in text.withCString { ccurl_set_pointer(easy, option, $0) } }
    codes += numbers.map { ccurl_set_long(easy, $0, $1) }
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

  static func of(easy: UnsafeMutableRawPointer?) -> CurlTransfer? {
    var this: UnsafeMutableRawPointer?
    guard let easy, ccurl_get_pointer(easy, CURLINFO_PRIVATE, &this) == CURLE_OK else { return nil }
    return of(this)
  }

  private static func of(_ this: UnsafeMutableRawPointer?) -> CurlTransfer? {
    this.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: What arrives

  /// - Returns: `count`, or 0: no more is wanted.
  private func receiveHeader(_ line: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard isWithinBound(count) else { return 0 }
    // The empty line ends the header, or one that announces it. A status may say enough where no body follows.
    if count <= 2, status >= 200 { giveHead() }
    return count
  }

  /// - Returns: `count`, or 0: no more is wanted.
  private func receiveBody(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard isWithinBound(count), let start else { return 0 }
    start.withMemoryRebound(to: UInt8.self, capacity: count) { pending.append($0, count: count) }
    return count
  }

  private func isWithinBound(_ count: Int) -> Bool {
    bytes += count
    if case .silence = exchange.patience { deadline = .now + .seconds(exchange.seconds) }
    if bytes <= exchange.bytesMax { return true }
    exchange.end(
      RequestFailure(
        "the answer has more than \(exchange.bytesMax) bytes", isWorthRetrying: false,
        isOfTheRequest: true))
    return false
  }

  private var status: Int { number(CURLINFO_RESPONSE_CODE) }

  private func number(_ info: CURLINFO) -> Int {
    var number = 0
    _ = ccurl_get_long(easy, info, &number)
    return number
  }

  /// Trailers end with an empty line, too: only the first head counts.
  private func giveHead() {
    var type: UnsafeMutablePointer<CChar>?
    var retryAfter: UnsafeMutablePointer<curl_header>?
    _ = ccurl_get_pointer(easy, CURLINFO_CONTENT_TYPE, &type)
    let hasRetryAfter =
      curl_easy_header(easy, "Retry-After", 0, UInt32(CURLH_HEADER), -1, &retryAfter) == CURLHE_OK
    exchange.receive(
      status: status, contentType: type.map { String(cString: $0) } ?? "",
      retryAfter: hasRetryAfter ? retryAfter.map { String(cString: $0.pointee.value) } : nil)
  }

  /// Passes on what came, in one piece however many chunks it came in.
  func flush() {
    if pending.isEmpty { return }
    exchange.receive(pending)
    pending = Data()
  }

  func end(_ code: CURLcode) {
    flush()
    let proxy = number(CURLINFO_HTTP_CONNECTCODE)
    if code != CURLE_OK, proxy >= 300 {
      exchange.end(RequestFailure("the proxy refuses (\(proxy))", isWorthRetrying: proxy >= 500))
    } else {
      exchange.end(code == CURLE_OK ? nil : RequestFailure(code))
    }
  }

  func giveUp() {
    exchange.end(
      RequestFailure("no answer within \(exchange.seconds) seconds", isWorthRetrying: true))
  }
}
