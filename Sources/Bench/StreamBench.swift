import AsyncHTTPClient
import Foundation
import NIOCore
import Platform
import Postgres
import Web

/// What browsers that only listen cost: the memory of 2,000 event streams.
struct StreamBench {
    private let site: BenchSite
    private static let count = 2_000
    /// What one session may hold open, and no more than a tenant may have.
    private static let ofSession = 6

    init(_ site: BenchSite) {
        self.site = site
    }

    func measure() async throws -> [BenchResult] {
        let before = site.serverMemory
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
        let tasks = try await open(with: client)
        let result = BenchResult(
            name: "event_streams", value: Double(site.serverMemory - before) / 1e6, unit: "MB", goal: 100, smallerIsBetter: true)
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
        try await client.shutdown()
        return [result]
    }

    /// Each of them has begun when this returns.
    private func open(with client: HTTPClient) async throws -> [Task<Void, any Error>] {
        let (begun, begin) = AsyncStream<Void>.makeStream()
        var tasks: [Task<Void, any Error>] = []
        let port = site.port
        for (host, cookie) in try await sessions() {
            for _ in 0..<Self.ofSession where tasks.count < Self.count {
                tasks.append(
                    Task {
                        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/live")
                        request.headers.add(name: "Host", value: host)
                        request.headers.add(name: "Cookie", value: cookie)
                        request.headers.add(name: "Accept", value: "text/event-stream")
                        let answer = try await client.execute(request, timeout: .hours(1))
                        guard answer.status == .ok else { return begin.finish() }
                        for try await _ in answer.body { begin.yield() }
                    })
            }
        }
        var opened = begun.makeAsyncIterator()
        for _ in 0..<tasks.count {
            guard await opened.next() != nil else { throw ServerSilent() }
        }
        return tasks
    }

    /// Sessions of the tenants' admins, made in the database: signing in so often would be measuring passwords.
    private func sessions() async throws -> [(host: String, cookie: String)] {
        let tenants = site.tenants
        let needed = (Self.count + Self.ofSession - 1) / Self.ofSession
        return try await withClient(site.database, logger: benchLogger) { client in
            var sessions: [(String, String)] = []
            for number in 0..<needed {
                let tenant = tenants[number % tenants.count]
                let cookie = try await BenchData.session(of: "admin", in: tenant, client)
                sessions.append(("\(tenant.slug).localhost", cookie))
            }
            return sessions
        }
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = count
        return configuration
    }
}
