import Foundation
import Support
import Synchronization
import Testing

@testable import Platform

struct LiveStreamTests {
    private let tenant = UUID()
    private let other = UUID()
    private let session = UUID()
    private let clock = Clock()

    @Test func aStreamHearsItsTenantAndNobodyElse() async throws {
        let streams = streams()
        let (own, foreign) = (try open(streams), try open(streams, tenant: other))
        streams.hear("\(tenant.uuidString) contact=5 company=6\n\(other.uuidString) contact=7\n")
        #expect(await own.next() == .changed(["contact": 5, "company": 6]))
        #expect(await foreign.next() == .changed(["contact": 7]))
    }

    @Test func whatASlowReaderDidNotTakeIsPutTogether() async throws {
        let streams = streams()
        let stream = try open(streams)
        for time in 1...1_000 { streams.hear("\(tenant.uuidString) contact=\(time)\n") }
        streams.beat()
        #expect(await stream.next() == .changed(["contact": 1_000]))
        #expect(await stream.next() == .beat)
    }

    @Test func whoWaitsIsWoken() async throws {
        let streams = streams()
        let stream = try open(streams)
        async let signal = stream.next()
        streams.hear("\(tenant.uuidString) contact=5\n")
        #expect(await signal == .changed(["contact": 5]))
    }

    @Test func aPageHearsWhatWasChangedSinceItWasMade() async throws {
        let streams = streams()
        streams.hear("\(tenant.uuidString) contact=\(clock.time + 10) company=\(clock.time + 20)\n")
        let stream = try open(streams, since: clock.time + 10)
        #expect(await stream.next() == .changed(["company": clock.time + 20]))
    }

    @Test func aPageFromBeforeThisServerHeardAnythingLooksForItself() async throws {
        let streams = streams()
        let stream = try open(streams, since: clock.time - 1)
        #expect(await stream.next() == .resync)
    }

    @Test func aPageOlderThanTheMemoryLooksForItself() async throws {
        let streams = streams()
        let since = clock.time + 1
        clock.advance(by: 601_000)
        streams.beat()
        let stream = try open(streams, since: since)
        #expect(await stream.next() == .resync)
    }

    @Test func whenListeningBeginsAnewEverybodyLooksForThemselves() async throws {
        let streams = streams()
        let stream = try open(streams)
        streams.connected()
        #expect(await stream.next() == .resync)
    }

    @Test func aSessionKeepsSixStreamsAndTheOldestMakesRoom() async throws {
        let streams = streams()
        let opened = try (0..<7).map { _ in try open(streams) }
        #expect(await opened[0].next() == .ended)
        #expect(streams.count == 6)
        streams.hear("\(tenant.uuidString) contact=5\n")
        for stream in opened.dropFirst() { #expect(await stream.next() == .changed(["contact": 5])) }
    }

    @Test func aTenantThatHasManyGetsNoMore() throws {
        let streams = streams()
        for _ in 0..<LiveStreams.limitOfTenant { _ = try open(streams, session: UUID()) }
        #expect(streams.open(tenantID: tenant, sessionID: UUID(), since: nil) == nil)
        #expect(streams.open(tenantID: other, sessionID: UUID(), since: nil) != nil, "others have room")
    }

    @Test func aServerThatStopsEndsAllAndOpensNone() async throws {
        let streams = streams()
        let stream = try open(streams)
        streams.close()
        #expect(await stream.next() == .ended)
        #expect(streams.count == 0 && streams.open(tenantID: tenant, sessionID: session, since: nil) == nil)
    }

    @Test func manyChangesTravelInSeveralMessages() {
        var changes: Pulse.Changes = [:]
        for number in 0..<500 { changes[UUID()] = ["contact": LiveTime(number), "company": LiveTime(number) + 1] }
        let payloads = LiveMessage.payloads(changes)
        #expect(payloads.count > 1 && payloads.allSatisfy { $0.utf8.count < 8_000 })
        #expect(payloads.map(LiveMessage.changes).reduce([:]) { $0.merging($1) { first, _ in first } } == changes)
        #expect(LiveMessage.changes(in: "nonsense\n\(tenant.uuidString) contact=x a=b=c company=4\n") == [tenant: ["company": 4]])
    }

    @Test func newsOfATenantsManyPeopleTravelInSeveralMessages() {
        let topics = Dictionary(uniqueKeysWithValues: (0..<400).map { (LiveTopic.personal("inbox", UUID()), LiveTime($0)) })
        let payloads = LiveMessage.payloads([tenant: topics])
        #expect(payloads.count > 1 && payloads.allSatisfy { $0.utf8.count < 8_000 })
        let heard = payloads.map(LiveMessage.changes).reduce([:]) { $0.merging($1) { $0.merging($1, uniquingKeysWith: max) } }
        #expect(heard == [tenant: topics])
    }

    @Test func aPersonHearsTheirOwnTopicsAndEverybodys() {
        let (one, other) = (UUID(), UUID())
        let topic = LiveTopic.personal("inbox", one)
        #expect(LiveTopic.heard(topic, by: one) == "inbox" && LiveTopic.heard(topic, by: other) == nil)
        #expect(LiveTopic.heard(topic, by: nil) == nil && LiveTopic.heard("contact", by: nil) == "contact")
    }

    @Test func whatIsRememberedHoldsUntilItsTopicChanges() {
        let streams = LiveStreams { [clock] in clock.now }
        #expect(!streams.isSilent("inbox", of: tenant, since: clock.time), "nothing is heard yet")
        streams.connected()
        clock.advance(by: 10)
        let counted = clock.time
        #expect(streams.isSilent("inbox", of: tenant, since: counted))
        clock.advance(by: 10)
        streams.hear("\(tenant.uuidString) contact=\(clock.time)\n")
        #expect(streams.isSilent("inbox", of: tenant, since: counted))
        streams.hear("\(tenant.uuidString) inbox=\(clock.time)\n")
        #expect(!streams.isSilent("inbox", of: tenant, since: counted) && streams.isSilent("inbox", of: UUID(), since: counted))
        #expect(streams.isSilent("inbox", of: tenant, since: clock.time + 1))
        streams.connected()
        #expect(!streams.isSilent("inbox", of: UUID(), since: counted), "something may have been missed meanwhile")
    }

    // MARK: Arranging

    /// They have heard everything since one millisecond after the clock's start.
    private func streams() -> LiveStreams {
        let streams = LiveStreams { [clock] in clock.now }
        streams.connected()
        return streams
    }

    private func open(_ streams: LiveStreams, tenant: UUID? = nil, session: UUID? = nil, since: LiveTime? = nil) throws -> LiveStream {
        try #require(streams.open(tenantID: tenant ?? self.tenant, sessionID: session ?? self.session, since: since))
    }

    private final class Clock: Sendable {
        private let milliseconds = Atomic<LiveTime>(1_753_520_400_000)
        var time: LiveTime { milliseconds.load(ordering: .relaxed) }
        var now: Date { Date(timeIntervalSince1970: Double(time) / 1_000) }
        func advance(by more: LiveTime) { milliseconds.add(more, ordering: .relaxed) }
    }
}
