import Testing

@testable import Web

struct RateLimitsTests {
    private let limits = RateLimits(perMinute: 60)
    private let start = ContinuousClock.now

    @Test func bucketEmptiesByTheCallAndRefillsAllTheTime() {
        for call in 1...60 {
            #expect(limits.take(.token(1), at: start) == .init(limit: 60, remaining: 60 - call, reset: call, retryAfter: nil))
        }
        #expect(limits.take(.token(1), at: start).retryAfter == 1)
        #expect(limits.take(.token(1), at: start + .milliseconds(400)).retryAfter == 1)
        #expect(limits.take(.token(1), at: start + .milliseconds(1_100)).retryAfter == nil)
        #expect(limits.take(.token(1), at: start + .milliseconds(1_200)).retryAfter == 1)
        #expect(limits.take(.token(1), at: start + .seconds(3_600)).remaining == 59, "never more than a full bucket")
    }

    @Test func madeUpClientsFillNoMemoryAndHelpNobodyWhoIsBusy() {
        let limits = RateLimits(perMinute: 60, mostBuckets: 100)
        for _ in 1...61 { _ = limits.take(.token(-1), at: start) }
        for number in 1...5_000 {
            _ = limits.take(.token(number), at: start)
            if number % 10 == 0 { #expect(limits.take(.token(-1), at: start).retryAfter != nil) }
        }
        #expect(limits.count <= 101)
    }

    @Test func clientsHaveBucketsOfTheirOwnAndATenantHasALargerOne() {
        for _ in 1...61 { _ = limits.take(.token(1), at: start) }
        #expect(limits.take(.token(1), at: start).retryAfter != nil)
        for other in [RateLimits.Client.token(2), .address("1"), .network("1"), .host("1")] {
            #expect(limits.take(other, at: start).retryAfter == nil)
        }
        for many in [RateLimits.Client.host("acme"), .network("2")] { #expect(limits.take(many, at: start).limit == 600) }
    }
}
