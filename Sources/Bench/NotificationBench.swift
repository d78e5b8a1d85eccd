import AsyncHTTPClient
import Foundation
import NIOCore
import Platform
import Postgres
import Web

/// How long it takes from asking for a change to an open page of whoever it concerns.
struct NotificationBench {
    private static let rounds = 50

    private let site: BenchSite

    init(_ site: BenchSite) {
        self.site = site
    }

    func measure() async throws -> [BenchResult] {
        let tenant = site.tenants[0]
        let (cookie, rep) = try await withClient(site.database, logger: benchLogger) { client in
            let rows = try await client.perform(
                BenchData.settings(of: tenant), "select id from users where email = \("rep@\(tenant.slug).test")")
            guard let id = try rows.first?.decode(UUID.self) else { throw ServerSilent() }
            return (try await BenchData.session(of: "rep", in: tenant, client), id)
        }
        var news = try await listen(as: cookie, host: "\(tenant.slug).localhost")
        var times: [Double] = []
        for number in 0..<Self.rounds {
            let body = "{\"last_name\":\"Given \(number)\",\"owner_id\":\"\(rep.text)\"}"
            guard let call = site.calls("/api/v1/contacts", method: "POST", body: body).first else { throw ServerSilent() }
            let began = ContinuousClock.now
            _ = try await site.send(call)
            try await news.wait()
            times.append((ContinuousClock.now - began) / .milliseconds(1))
        }
        times.sort()
        return [
            BenchResult(
                name: "notification_latency", value: times[times.count * 95 / 100], unit: "ms p95", p50: times[times.count / 2],
                p99: times[times.count - 1], goal: 1_000, smallerIsBetter: true)
        ]
    }

    private func listen(as cookie: String, host: String) async throws -> News {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(site.port)/live")
        request.headers.add(name: "Host", value: host)
        request.headers.add(name: "Cookie", value: cookie)
        request.headers.add(name: "Accept", value: "text/event-stream")
        let answer = try await HTTPClient.shared.execute(request, timeout: .hours(1))
        guard answer.status == .ok else { throw ServerSilent() }
        return News(pieces: answer.body.makeAsyncIterator())
    }

    /// What an open page hears.
    private struct News {
        var pieces: HTTPClientResponse.Body.AsyncIterator

        /// Until something has come in.
        mutating func wait() async throws {
            while let piece = try await pieces.next() {
                if String(buffer: piece).contains("inbox=") { return }
            }
            throw ServerSilent()
        }
    }
}
