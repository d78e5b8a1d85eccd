import Foundation
import Synchronization
import Web

/// What Resend does, in memory: takes mail, keeps it, and answers a repeated key with the first answer.
final class ResendSimulator: Sendable {
    private struct State {
        var mails: [ResendMail] = []
        var answered: [String: Answered] = [:]
    }

    private struct Answered {
        let mail: ResendMail
        let body: JSONValue
        let at: Date
    }

    /// Older ones are forgotten.
    private static let capacity = 1_000
    private static let keyLifetime: TimeInterval = 86_400

    private let state = Mutex(State())
    private let clock: @Sendable () -> Date

    init(clock: @escaping @Sendable () -> Date = { Date() }) {
        self.clock = clock
    }

    /// - Throws: `ResendError`
    func send(_ body: JSONValue, idempotencyKey: String?) throws(ResendError) -> ResendMail {
        let now = clock()
        let mail = try ResendMail(body, at: now)
        let result: Result<ResendMail, ResendError> = state.withLock { state in
            if let key = idempotencyKey {
                if let known = state.answered[key], now.timeIntervalSince(known.at) < Self.keyLifetime {
                    return known.body == body ? .success(known.mail) : .failure(.keyOfAnotherRequest)
                }
                state.answered[key] = Answered(mail: mail, body: body, at: now)
            }
            state.mails.append(mail)
            if state.mails.count > Self.capacity { state.mails.removeFirst() }
            return .success(mail)
        }
        return try result.get()
    }

    func mail(_ id: UUID) -> ResendMail? {
        state.withLock { $0.mails.first { $0.id == id } }
    }

    /// The newest first.
    var mails: [ResendMail] { state.withLock { $0.mails.reversed() } }
}
