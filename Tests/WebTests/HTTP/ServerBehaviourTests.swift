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
        /// Waits up to twenty seconds, as machines that run tests may be busy.
        func wait() async throws {
            for _ in 0..<1_000 where !state.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
            try #require(state.withLock { $0 })
        }
    }

    @Test func aRequestThatTakesTooLongIsCancelledAndAnswered503() async throws {
        let cancelled = Flag()
        let settings = testSettings { $0.requestDeadline = .milliseconds(200) }
        try await serving(settings: settings) {
            $0.page("/api/slow") { _, _ in
                do { try await Task.sleep(for: .seconds(30)) } catch { cancelled.raise() }
                return .noContent
            }
        }.talk { client in
            let reply = try await client.get("/api/slow")
            #expect(reply.status == 503)
            #expect(reply.header("retry-after") != nil)
            try await cancelled.wait()
        }
    }

    @Test func aClientThatLeavesCancelsItsRequest() async throws {
        let (started, cancelled) = (Flag(), Flag())
        try await serving {
            $0.page("/slow") { _, _ in
                started.raise()
                do { try await Task.sleep(for: .seconds(30)) } catch { cancelled.raise() }
                return .noContent
            }
        }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            try await started.wait()
            connection.shutdownSending()
            try await cancelled.wait()
        }
    }

    @Test func aBodyThatIsTooLargeIsRefusedAndTheConnectionCloses() async throws {
        try await serving {
            $0.page(.post, "/api/form") { request, _ in
                _ = try await request.bytes(limit: 1_000)
                return .noContent
            }
        }.talk { client in
            let announced = RawConnection(port: client.port)
            announced.write("POST /api/form HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\nabc")
            let (text, isClosed) = try await announced.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 413"))
            #expect(text.lowercased().contains("connection: close"))
            #expect(isClosed)

            let chunked = RawConnection(port: client.port)
            let chunk = String(repeating: "x", count: 2_000)
            chunked.write("POST /api/form HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n\(chunk)\r\n")
            let (other, isOtherClosed) = try await chunked.readToEnd()
            #expect(other.hasPrefix("HTTP/1.1 413"))
            #expect(isOtherClosed)
        }
    }

    @Test func clientsThatAskMayContinue() async throws {
        try await serving {
            $0.page(.post, "/echo") { request, _ in
                .page("\(String(buffer: try await request.bytes()))")
            }
        }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            let interim = try await connection.read()
            #expect(interim?.hasPrefix("HTTP/1.1 100") == true)
            connection.write("abc")
            let answer = try await connection.read()
            #expect(answer?.contains("HTTP/1.1 200") == true)
        }
    }

    @Test func aHeaderThatDribblesInIsCutOff() async throws {
        let settings = testSettings { $0.idleTimeout = .milliseconds(400) }
        try await serving(settings: settings) { $0.page("/") { _, _ in .page("hi") } }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET / HTTP/1.1\r\n")
            var isClosed = false
            for number in 0..<90 where !isClosed {
                connection.write("X-\(number): a\r\n")
                try await Task.sleep(for: .milliseconds(100))
                isClosed = connection.peek()?.isEmpty == true
            }
            #expect(isClosed)
        }
    }

    @Test func headersThatAreTooLargeAreRefused() async throws {
        try await serving { $0.page("/") { _, _ in .page("hi") } }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET / HTTP/1.1\r\nHost: x\r\nX-Big: \(String(repeating: "a", count: 40_000))\r\n\r\n")
            let (text, isClosed) = try await connection.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 400") || text.hasPrefix("HTTP/1.1 431"))
            #expect(isClosed)
        }
    }

    @Test func aClientThatDoesNotReadIsCutOff() async throws {
        let failed = Flag()
        let settings = testSettings { $0.stallTimeout = .milliseconds(300) }
        try await serving(settings: settings) {
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
        }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            try await failed.wait()
            connection.shutdownSending()
        }
    }

    @Test func shutdownLetsOpenRequestsEnd() async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let settings = testSettings()
        let started = Flag()
        let responder = CallbackResponder<BaseContext> { _, _ in
            started.raise()
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
        try await started.wait()
        await group.triggerGracefulShutdown()
        #expect(try await reply.text == "done")
        try await running
    }
}
