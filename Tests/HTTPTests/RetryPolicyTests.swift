import Foundation
import Testing

@testable import HTTP

@Suite struct RetryPolicyTests {
  @Test func pausesGrowAndAreBounded() {
    let policy = RetryPolicy(retries: 5, backoff: 1, backoffMax: 10)
    let failure = RequestFailure("x", isWorthRetrying: true)
    for (attempt, longest) in [(1, 1.0), (2, 2), (3, 4), (4, 8), (5, 10), (500, 10)] {
      for _ in 0..<50 {
        let pause = policy.pause(before: attempt, after: failure)
        #expect(pause >= longest / 4 && pause <= longest)
      }
    }
    var asked = failure
    asked.retryAfter = 7
    #expect(policy.pause(before: 1, after: asked) == 7)
    asked.retryAfter = 9999
    #expect(policy.pause(before: 1, after: asked) == 10)
  }

  @Test func readsRetryAfter() {
    let now = Date(timeIntervalSince1970: 1_445_412_480)
    #expect(RequestFailure.seconds(retryAfter: " 12 ", now: now) == 12)
    #expect(
      RequestFailure.seconds(retryAfter: "Wed, 21 Oct 2015 07:28:30 GMT", now: now) == 30)
    #expect(RequestFailure.seconds(retryAfter: "Wed, 21 Oct 2015 07:00:00 GMT", now: now) == 0)
    for bad in ["", "-1", "nan", "inf", "soon"] {
      #expect(RequestFailure.seconds(retryAfter: bad, now: now) == nil)
    }
  }
}
