import Foundation
import Platform
import Support
import Synchronization
import Testing
import Web

@Suite struct TenantSlotsTests {
    private let mine = UUID()
    private let yours = UUID()

    @Test func soManyAndNoMoreAreWorkedOnAtATime() async throws {
        let slots = TenantSlots(limit: 3)
        let running = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await slots.turn(of: mine) {
                        running.add(1)
                        for _ in 0..<20 { await Task.yield() }
                        running.add(-1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.most == 3 && running.now == 0)
    }

    @Test func oneTenantsLineHoldsNobodyElseUp() async throws {
        let slots = TenantSlots(limit: 1)
        let gate = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await slots.turn(of: mine) { for await _ in gate.stream {} } }
            for _ in 0..<10 { group.addTask { try await slots.turn(of: mine) {} } }
            for _ in 0..<10 { #expect(try await slots.turn(of: yours) { "served" } == "served") }
            gate.continuation.finish()
            try await group.waitForAll()
        }
    }

    @Test func whoLeavesTheLineIsForgottenAndTheOthersGoOn() async throws {
        let slots = TenantSlots(limit: 1)
        let gate = AsyncStream.makeStream(of: Void.self)
        let entered = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await slots.turn(of: mine) {
                entered.continuation.yield()
                for await _ in gate.stream {}
            }
        }
        _ = await entered.stream.first { _ in true }
        let leaving = Task { try await slots.turn(of: mine) {} }
        let staying = Task { try await slots.turn(of: mine) { 7 } }
        leaving.cancel()
        await #expect(throws: CancellationError.self) { try await leaving.value }
        gate.continuation.finish()
        try await first.value
        #expect(try await staying.value == 7)
        #expect(try await slots.turn(of: mine) { 8 } == 8)
    }

    @Test func lineThatIsTooLongIsClosed() async throws {
        let slots = TenantSlots(limit: 1)
        let gate = AsyncStream.makeStream(of: Void.self)
        let refused = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<600 {
                group.addTask {
                    do {
                        try await slots.turn(of: mine) { for await _ in gate.stream {} }
                    } catch {
                        if refused.add(1) == 87 { gate.continuation.finish() }
                    }
                }
            }
        }
        #expect(refused.now == 87, "600 − 1 that runs − 512 in line")
    }

    @Test func failureFreesTheSlot() async throws {
        let slots = TenantSlots(limit: 1)
        for _ in 0..<3 {
            await #expect(throws: Failure.self) { try await slots.turn(of: mine) { throw Failure.notFound } }
        }
    }
}

private final class Counter: Sendable {
    private let state = Mutex((now: 0, most: 0))

    var now: Int { state.withLock { $0.now } }
    var most: Int { state.withLock { $0.most } }

    @discardableResult
    func add(_ number: Int) -> Int {
        state.withLock { state in
            state.now += number
            state.most = max(state.most, state.now)
            return state.now
        }
    }
}
