import Synchronization

/// How many calls each client may make: a bucket for each that empties by the call and refills all the time,
/// so that a burst is fine and a flood is not. A restart forgets.
public final class RateLimits: Sendable {
    /// Whose bucket it is.
    enum Client: Hashable {
        /// Whoever brings this token, or this cookie of a session, as a number that says nothing about it.
        case token(Int)
        /// Whoever brings none, or one that is refused.
        case address(String)
        /// All who share an address: an office.
        case network(String)
        /// All clients of a tenant together.
        case host(String)
    }

    /// What is left in a bucket.
    struct Allowance: Equatable {
        let limit: Int
        let remaining: Int
        /// Seconds until all of it is back.
        let reset: Int
        /// Seconds until the next call, if this one was one too many.
        let retryAfter: Int?
    }

    private struct Bucket {
        var level: Double
        var at: ContinuousClock.Instant
    }

    /// Buckets that were used of late, and those before them: when the young ones are many, the old ones are forgotten. A
    /// bucket that nobody used in between is full again, as far as anybody knows.
    private struct Generations {
        var young: [Client: Bucket] = [:]
        var old: [Client: Bucket] = [:]

        subscript(client: Client) -> Bucket? { young[client] ?? old[client] }

        mutating func set(_ client: Client, _ bucket: Bucket, most: Int) {
            young[client] = bucket
            guard young.count > most / 2 else { return }
            old = young
            young = [:]
        }
    }

    /// A tenant's clients together, and those of one address, may do this many times what each of them may.
    private static let clientsOfMany = 10

    /// 0 limits nothing.
    let perMinute: Int
    private let mostBuckets: Int
    private let buckets = Mutex(Generations())

    public convenience init(perMinute: Int) {
        self.init(perMinute: perMinute, mostBuckets: 100_000)
    }

    /// - Parameter mostBuckets: however many clients there are, no more is remembered.
    init(perMinute: Int, mostBuckets: Int) {
        self.perMinute = perMinute
        self.mostBuckets = mostBuckets
    }

    /// How many clients are remembered.
    var count: Int { buckets.withLock { $0.young.count + $0.old.count } }

    /// Takes one call out of the bucket of `client`.
    func take(_ client: Client, at now: ContinuousClock.Instant = .now) -> Allowance {
        let limit = limit(of: client)
        let perSecond = Double(limit) / 60
        let level = buckets.withLock { buckets in
            let known = buckets[client] ?? Bucket(level: Double(limit), at: now)
            let level = min(Double(limit), known.level + perSecond * ((now - known.at) / .seconds(1)))
            buckets.set(client, Bucket(level: level >= 1 ? level - 1 : level, at: now), most: mostBuckets)
            return level
        }
        let left = level >= 1 ? level - 1 : level
        return Allowance(
            limit: limit, remaining: Int(left), reset: Int(((Double(limit) - left) / perSecond).rounded(.up)),
            retryAfter: level >= 1 ? nil : max(1, Int(((1 - level) / perSecond).rounded(.up))))
    }

    private func limit(of client: Client) -> Int {
        switch client {
        case .token, .address: perMinute
        case .network, .host: perMinute * Self.clientsOfMany
        }
    }
}
