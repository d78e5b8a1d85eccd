import CSodium
import Foundation
import Synchronization

/// Argon2id over libsodium, away from the threads that serve requests.
///
/// One hash takes about 12 ms and 19 MiB with the default cost, so at most two run at a time on threads of their own
/// and a bounded number waits; a flood of sign-ins then fails fast instead of taking the server with it.
///
/// Passwords are normalised to NFKC first, so that é typed on a Mac and on a PC is one password.
public final class PasswordHasher: Sendable {
    /// How much work a hash is. OWASP's choice for Argon2id is the default: 19 MiB, two passes, one lane.
    public struct Cost: Sendable {
        public var memory: Int
        public var passes: Int

        /// - Parameter memory: bytes.
        public init(memory: Int = 19 * 1024 * 1024, passes: Int = 2) {
            self.memory = memory
            self.passes = passes
        }
    }

    /// Thrown when too many hashes wait already, or there is no memory for one. Worth a 503 and another try.
    public struct Overloaded: Error {}

    private let cost: Cost
    private let waitingLimit: Int
    private let waiting = Mutex(0)
    private let queue: OperationQueue

    public init(cost: Cost = Cost(), concurrent: Int = 2, waitingLimit: Int = 200) {
        precondition(sodium_init() >= 0, "libsodium cannot start")
        self.cost = cost
        self.waitingLimit = waitingLimit
        queue = OperationQueue()
        queue.name = "passwords"
        queue.maxConcurrentOperationCount = concurrent
    }

    /// The hash to store: text that carries algorithm, cost and salt, at most 127 ASCII characters.
    /// - Throws: ``Overloaded``
    public func hash(_ password: Secret) async throws -> String {
        try await run { [cost] in try Argon2.hash(password, cost: cost) }
    }

    /// Whether `password` is the one `hash` was made from. A hash that is no hash matches nothing.
    /// - Throws: ``Overloaded``
    public func verify(_ password: Secret, against hash: String) async throws -> Bool {
        try await run { Argon2.verify(password, against: hash) }
    }

    /// Takes as long as ``verify(_:against:)`` and says nothing: for signing in as somebody who does not exist,
    /// so that the time of the answer does not tell who does.
    /// - Throws: ``Overloaded``
    public func verifyNothing(_ password: Secret) async throws {
        _ = try await hash(password)
    }

    /// Whether `hash` was made with another algorithm or cost and should be replaced at the next sign-in.
    public func needsRehash(_ hash: String) -> Bool {
        crypto_pwhash_str_needs_rehash(hash, UInt64(cost.passes), cost.memory) != 0
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try takePlace()
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }

    private func takePlace() throws {
        try waiting.withLock { count in
            guard count < waitingLimit else { throw Overloaded() }
            count += 1
        }
    }
}
