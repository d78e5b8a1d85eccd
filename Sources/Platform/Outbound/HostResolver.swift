import Foundation
import Synchronization

/// Turns a host's name into addresses. A value, so that tests can be the DNS.
public struct HostResolver: Sendable {
    private let look: @Sendable (_ host: String) async throws -> [String]

    public init(_ look: @escaping @Sendable (_ host: String) async throws -> [String]) {
        self.look = look
    }

    /// - Throws: `OutboundError.unknownHost`
    public func addresses(of host: String) async throws -> [String] {
        try await look(host)
    }

    /// As the machine resolves names. It knows every spelling of an address, `0x7f.1` for example, so that what is checked
    /// is what would be connected to.
    public static let system = HostResolver { host in
        let answer = OneAnswer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                // It blocks, for many seconds when no name server answers.
                queue.async { answer.give(Result { try lookUp(host) }) }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private static let queue = DispatchQueue(label: "resolver", attributes: .concurrent)

    private static func lookUp(_ host: String) throws -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { throw OutboundError.unknownHost }
        defer { freeaddrinfo(first) }
        return sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0.flatMap { text($0.pointee) } }
    }

    private static func text(_ info: addrinfo) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard getnameinfo(info.ai_addr, info.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The first answer counts: the resolver's, or that nobody waits any more.
private final class OneAnswer: Sendable {
    private struct State {
        var waiter: CheckedContinuation<[String], any Error>?
        var answer: Result<[String], any Error>?
    }

    private let state = Mutex(State())

    func wait(_ waiter: CheckedContinuation<[String], any Error>) {
        let answer = state.withLock { state in
            if state.answer == nil { state.waiter = waiter }
            return state.answer
        }
        if let answer { waiter.resume(with: answer) }
    }

    func give(_ answer: Result<[String], any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<[String], any Error>? in
            guard state.answer == nil else { return nil }
            state.answer = answer
            return state.waiter
        }
        waiter?.resume(with: answer)
    }
}
