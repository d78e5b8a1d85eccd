import Hummingbird
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Web

struct EventStreamTests {
    @Test func aStreamOutlivesDeadlinesAndIdleTimesAndIsNeverCompressed() async throws {
        let settings = testSettings {
            $0.requestDeadline = .milliseconds(100)
            $0.idleTimeout = .milliseconds(100)
        }
        try await serving(settings: settings) {
            $0.page("/events") { _, context in
                .eventStream(to: context, onLeave: {}) { events in
                    try await Task.sleep(for: .milliseconds(600))
                    try await events.send("late", id: "1", data: String(repeating: "x", count: 2_000))
                }
            }
        }.talk { client in
            let reply = try await client.get("/events", headers: ["Accept-Encoding": "gzip"])
            #expect(reply.status == 200 && reply.header("Content-Encoding") == nil && reply.header("X-Accel-Buffering") == "no")
            #expect(reply.text == "retry: 2000\n\nevent: late\nid: 1\ndata: \(String(repeating: "x", count: 2_000))\n\n")
        }
    }

    @Test func whoLeavesIsNoticedAlthoughNothingIsSent() async throws {
        let (gone, waiting) = AsyncStream<Void>.makeStream()
        try await serving {
            $0.page("/events") { _, context in
                .eventStream(to: context, onLeave: { waiting.finish() }) { _ in
                    for await _ in gone {}
                }
            }
        }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try await connection.read()
            connection.shutdownSending()
            #expect(try await connection.readToEnd().isClosed)
        }
    }

    @Test func slowRequestsAreLoggedAsSuchAndAllAreCounted() async throws {
        let recorder = LogRecorder()
        let seen = Mutex<[ServedRequest]>([])
        let settings = testSettings { $0.slowRequest = .milliseconds(50) }
        let router = Router<BaseContext>.web(context: BaseContext.self)
        let endpoints = Endpoints(router)
        endpoints.page("/slow/{id}") { _, _ in
            try await Task.sleep(for: .milliseconds(60))
            return .noContent
        }
        endpoints.page("/quick") { _, _ in .noContent }
        let responder = router.buildResponder().behindStandardLayers(
            settings: settings, proxies: .none, failures: FailureMiddleware(), observe: { request in seen.withLock { $0.append(request) } })
        try await serving(responder, settings: settings, logger: recorder.logger).talk { client in
            _ = try await client.get("/slow/7")
            _ = try await client.get("/quick")
        }
        let requests = seen.withLock { $0 }
        #expect(requests.map(\.route) == ["/slow/{id}", "/quick"] && requests.map(\.status) == [204, 204])
        #expect(requests[0].duration >= .milliseconds(60))
        let lines = recorder.lines.filter { $0.contains("request\"") }
        #expect(lines.count == 2 && lines[0].contains("\"warning\"") && lines[0].contains("\"slow request\""))
    }
}
