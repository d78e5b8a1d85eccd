import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import Web

/// How the server treats clients that are slow, greedy or gone.
struct ServerBehaviourTests {
    private final class Flag: Sendable {
        private let state = Mutex(false)
        func raise() { state.withLock { $0 = true } }
        func isRaised(within seconds: Double) async throws -> Bool {
            for _ in 0..<Int(seconds * 50) where !state.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
            return state.withLock { $0 }
        }
    }

    @Test func aRequestThatTakesTooLongIsCancelledAndAnswered503() async throws {
        let cancelled = Flag()
        let settings = testSettings { $0.requestDeadline = .milliseconds(200) }
        try await withServer(settings: settings, {
            $0.page("/api/slow") { _, _ in
                do { try await Task.sleep(for: .seconds(30)) } catch { cancelled.raise() }
                return .noContent
            }
        }) { client in
            let reply = try await client.get("/api/slow")
            #expect(reply.status == 503)
            #expect(reply.header("retry-after") != nil)
            #expect(try await cancelled.isRaised(within: 2))
        }
    }

    @Test func aClientThatLeavesCancelsItsRequest() async throws {
        let (started, cancelled) = (Flag(), Flag())
        try await withServer({
            $0.page("/slow") { _, _ in
                started.raise()
                do { try await Task.sleep(for: .seconds(30)) } catch { cancelled.raise() }
                return .noContent
            }
        }) { client in
            let connection = RawConnection(port: client.port)
            try await connection.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await started.isRaised(within: 2))
            connection.shutdownSending()
            #expect(try await cancelled.isRaised(within: 2))
        }
    }

    @Test func aBodyThatIsTooLargeIsRefusedAndTheConnectionCloses() async throws {
        try await withServer({
            $0.page(.post, "/api/form") { request, _ in
                _ = try await request.bytes(limit: 1_000)
                return .noContent
            }
        }) { client in
            let announced = RawConnection(port: client.port)
            try await announced.write("POST /api/form HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\nabc")
            let (text, isClosed) = try await announced.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 413"))
            #expect(text.lowercased().contains("connection: close"))
            #expect(isClosed)

            let chunked = RawConnection(port: client.port)
            let chunk = String(repeating: "x", count: 2_000)
            try await chunked.write("POST /api/form HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n\(chunk)\r\n")
            let (other, isOtherClosed) = try await chunked.readToEnd()
            #expect(other.hasPrefix("HTTP/1.1 413"))
            #expect(isOtherClosed)
        }
    }

    @Test func clientsThatAskMayContinue() async throws {
        try await withServer({
            $0.page(.post, "/echo") { request, _ in
                .page("\(String(buffer: try await request.bytes()))")
            }
        }) { client in
            let connection = RawConnection(port: client.port)
            try await connection.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await connection.read()?.hasPrefix("HTTP/1.1 100") == true)
            try await connection.write("abc")
            #expect(try await connection.read()?.contains("HTTP/1.1 200") == true)
        }
    }

    @Test func aHeaderThatDribblesInIsCutOff() async throws {
        let settings = testSettings { $0.idleTimeout = .milliseconds(400) }
        try await withServer(settings: settings, { $0.page("/") { _, _ in .page("hi") } }) { client in
            let connection = RawConnection(port: client.port)
            let start = ContinuousClock.now
            try await connection.write("GET / HTTP/1.1\r\n")
            for number in 0..<20 {
                try await connection.write("X-\(number): a\r\n")
                try await Task.sleep(for: .milliseconds(100))
            }
            let (_, isClosed) = try await connection.readToEnd()
            #expect(isClosed)
            #expect(start.duration(to: .now) < .seconds(4))
        }
    }

    @Test func headersThatAreTooLargeAreRefused() async throws {
        try await withServer({ $0.page("/") { _, _ in .page("hi") } }) { client in
            let connection = RawConnection(port: client.port)
            try await connection.write("GET / HTTP/1.1\r\nHost: x\r\nX-Big: \(String(repeating: "a", count: 40_000))\r\n\r\n")
            let (text, isClosed) = try await connection.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 400") || text.hasPrefix("HTTP/1.1 431"))
            #expect(isClosed)
        }
    }

    @Test func aClientThatDoesNotReadIsCutOff() async throws {
        let failed = Flag()
        let settings = testSettings { $0.stallTimeout = .milliseconds(300) }
        try await withServer(settings: settings, {
            $0.page("/endless") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "application/octet-stream"],
                    body: ResponseBody { writer in
                        do {
                            while true { try await writer.write(ByteBuffer(repeating: 0, count: 65_536)) }
                        } catch {
                            failed.raise()
                            throw error
                        }
                    })
            }
        }) { client in
            let connection = RawConnection(port: client.port)
            try await connection.write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await failed.isRaised(within: 5))
            connection.shutdownSending()
        }
    }

    @Test func shutdownLetsOpenRequestsEnd() async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let settings = testSettings()
        let responder = CallbackResponder<BaseContext> { _, _ in
            try await Task.sleep(for: .milliseconds(500))
            return .page("done")
        }
        let server = buildServer(responder, settings: settings, logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
            port.yield($0)
        }
        let group = ServiceGroup(configuration: .init(services: [server], logger: server.logger))
        async let running: Void = group.run()
        let client = TestClient(port: try #require(await ports.first { _ in true }))
        async let reply = client.get("/")
        try await Task.sleep(for: .milliseconds(150))
        await group.triggerGracefulShutdown()
        #expect(try await reply.text == "done")
        try await running
    }
}
