import Foundation

/// An attempt to connect. libpq's way to connect blocks, so each attempt has a thread for as long as it takes; there are few.
struct Dial: Sendable {
    enum Purpose: Sendable {
        /// The place in the pool that is to be filled.
        case slot(Int)
        case listener(Listener)
    }

    let purpose: Purpose

    func start(_ parameters: [String: String], notices: Notices, inbox: Inbox) {
        let thread = Thread {
            let result = Swift.Result { () throws(PostgresError) in
                do {
                    let handle = try Handle(connecting: parameters, notices: notices)
                    if case .listener(let listener) = purpose { try listener.subscribe(handle) }
                    return handle
                } catch {
                    throw error as? PostgresError ?? PostgresError(.connectFailed)
                }
            }
            inbox.put(.dialed(self, result))
        }
        thread.name = "postgres dial"
        thread.start()
    }
}

/// When to try to connect again: 50 ms after the first failure, then twice as long each time, at most 2 s, less up to a quarter.
struct Backoff {
    private var failures = 0
    private(set) var retryAt = ContinuousClock.now

    mutating func fail() {
        let pause = min(50.0 * Double(1 << min(failures, 6)), 2_000) * Double.random(in: 0.75...1)
        failures += 1
        retryAt = .now + .milliseconds(Int(pause))
    }

    mutating func succeed() {
        self = Backoff()
    }
}
