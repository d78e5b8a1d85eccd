import Foundation
import Synchronization
import Web

/// How many requests of each tenant are worked on at the same time. The others stand in line, each tenant's in one of its own,
/// so that a thousand requests to one tenant do not stand before the one to another.
public final class TenantSlots: Sendable {
    private struct Line {
        var running = 0
        var waiting: [(id: UInt64, turn: CheckedContinuation<Void, any Error>)] = []
    }

    private struct State {
        var lines: [UUID: Line] = [:]
        var lastID: UInt64 = 0
    }

    private static let longestLine = 512

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: requests of each tenant at a time.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Runs `body` when it is this request's turn.
    /// - Throws: `Failure.tooManyRequests` when the line is too long, `CancellationError` for whoever leaves it, or what `body`
    ///   throws.
    public func turn<T: Sendable>(of tenantID: UUID, _ body: @Sendable () async throws -> T) async throws -> T {
        try await enter(tenantID)
        defer { leave(tenantID) }
        return try await body()
    }

    private func enter(_ tenantID: UUID) async throws {
        guard let id = takeSlotOrNumber(tenantID) else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(id, in: tenantID, $0) }
        } onCancel: {
            giveUp(id, in: tenantID)
        }
    }

    /// - Returns: a number in the line, or nil for who can start at once.
    private func takeSlotOrNumber(_ tenantID: UUID) -> UInt64? {
        state.withLock { state in
            guard state.lines[tenantID]?.running ?? 0 >= limit else {
                state.lines[tenantID, default: Line()].running += 1
                return nil
            }
            state.lastID += 1
            return state.lastID
        }
    }

    private func wait(_ id: UInt64, in tenantID: UUID, _ turn: CheckedContinuation<Void, any Error>) {
        let outcome = state.withLock { state -> Result<Void, any Error>? in
            if Task.isCancelled { return .failure(CancellationError()) }
            // Somebody may have left since the number was taken.
            guard let line = state.lines[tenantID], line.running >= limit else {
                state.lines[tenantID, default: Line()].running += 1
                return .success(())
            }
            guard line.waiting.count < Self.longestLine else { return .failure(Failure.tooManyRequests(retryAfter: 1)) }
            state.lines[tenantID]?.waiting.append((id, turn))
            return nil
        }
        if let outcome { turn.resume(with: outcome) }
    }

    private func giveUp(_ id: UInt64, in tenantID: UUID) {
        let turn = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.lines[tenantID]?.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.lines[tenantID]?.waiting.remove(at: index).turn
        }
        turn?.resume(throwing: CancellationError())
    }

    /// Hands the slot to the next in line.
    private func leave(_ tenantID: UUID) {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard var line = state.lines.removeValue(forKey: tenantID) else { return nil }
            guard line.waiting.isEmpty else {
                let next = line.waiting.removeFirst().turn
                state.lines[tenantID] = line
                return next
            }
            line.running -= 1
            if line.running > 0 { state.lines[tenantID] = line }
            return nil
        }
        next?.resume()
    }

    /// How many lines there are.
    var count: Int { state.withLock { $0.lines.count } }
}
