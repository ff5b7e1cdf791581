import CCurl
import Foundation
import Synchronization

/// The requests of one client, all on one thread, which reads no faster than it counts: an answer without an end is cut
/// where its bound is, and what came is never more than that.
final class CurlLoop: Sendable {
  private enum Order {
    case start(HTTPExchange)
    case stop(HTTPExchange)
  }

  private struct Mailbox {
    var orders: [Order] = []
    var hasThread = false
    var isClosed = false
  }

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Used by the thread alone, but for `curl_multi_wakeup`, which any thread may call. Nil: out of memory.
  nonisolated(unsafe) private let multi: UnsafeMutableRawPointer?
  private let mailbox = Mutex(Mailbox())

  init(connections: Int) {
    multi = Self.isReady ? curl_multi_init() : nil
    if let multi { _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections) }
  }

  /// The thread holds the loop, so it has ended.
  deinit { if let multi { curl_multi_cleanup(multi) } }

  func start(_ exchange: HTTPExchange) {
    guard multi != nil else {
      exchange.end(Self.notPrepared)
      return
    }
    let needsThread = mailbox.withLock { mailbox in
      mailbox.orders.append(.start(exchange))
      defer { mailbox.hasThread = true }
      return !mailbox.hasThread
    }
    guard needsThread else { return wake() }
    let thread = Thread { self.run() }
    thread.name = "http"
    thread.start()
  }

  /// Ends the request unless it has ended.
  func stop(_ exchange: HTTPExchange) {
    guard exchange.end(.cancelled), multi != nil else { return }
    mailbox.withLock { $0.orders.append(.stop(exchange)) }
    wake()
  }

  /// No more requests are started.
  func close() {
    mailbox.withLock { $0.isClosed = true }
    wake()
  }

  private func wake() { if let multi { curl_multi_wakeup(multi) } }

  private static let notPrepared = RequestFailure(
    "no memory for the request, or libcurl refuses it", isWorthRetrying: true)

  // MARK: The thread

  private func run() {
    guard let multi else { return }
    // A server that closes while it is written to is an error of that request, not a signal.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var transfers: [ObjectIdentifier: CurlTransfer] = [:]
    func remove(_ exchange: HTTPExchange) {
      guard let transfer = transfers.removeValue(forKey: ObjectIdentifier(exchange)) else { return }
      curl_multi_remove_handle(multi, transfer.easy)
    }
    while true {
      let (orders, isClosed) = mailbox.withLock { mailbox in
        defer { mailbox.orders = [] }
        return (mailbox.orders, mailbox.isClosed)
      }
      for order in orders {
        switch order {
        case .start(let exchange):
          if exchange.hasEnded { continue }
          guard let transfer = CurlTransfer(exchange),
            curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
          else {
            exchange.end(Self.notPrepared)
            continue
          }
          transfers[ObjectIdentifier(exchange)] = transfer
        case .stop(let exchange): remove(exchange)
        }
      }
      if isClosed {
        for transfer in transfers.values { curl_multi_remove_handle(multi, transfer.easy) }
        return
      }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      while let message = curl_multi_info_read(multi, &running) {
        guard message.pointee.msg == CURLMSG_DONE,
          let transfer = CurlTransfer.of(easy: message.pointee.easy_handle)
        else { continue }
        transfer.end(message.pointee.data.result)
        remove(transfer.exchange)
      }
      let now = ContinuousClock.now
      for transfer in transfers.values {
        transfer.flush()
        if transfer.deadline > now { continue }
        transfer.giveUp()
        remove(transfer.exchange)
      }
      let wait = transfers.values.map(\.deadline).min().map { now.duration(to: $0) }
      // Rounded up, so that the deadline has passed after it.
      let milliseconds = wait.map { Int32(clamping: Int64(($0 / .milliseconds(1)).rounded(.up))) }
      curl_multi_poll(multi, nil, 0, milliseconds ?? .max, nil)
    }
  }
}
