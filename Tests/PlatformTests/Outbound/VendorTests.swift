import Foundation
import HTTPTypes
import Hummingbird
import Support
import Synchronization
import Testing

@testable import Platform

@Suite struct VendorTests {
    /// A vendor that does not wait, and whose clock the test sets.
    private final class Bench: Sendable {
        let pauses = Mutex<[Duration]>([])
        let ahead = Mutex(Duration.zero)

        func vendor(_ service: TestService, retries: RetryPlan = RetryPlan()) -> Vendor {
            let start = ContinuousClock.now
            let breaker = CircuitBreaker("Test") { start + self.ahead.withLock { $0 } }
            return Vendor("Test", base: "http://127.0.0.1:\(service.port)/v1/", retries: retries, breaker: breaker) { pause in
                self.pauses.withLock { $0.append(pause) }
            }
        }
    }

    private let bench = Bench()

    private func answering(_ statuses: HTTPResponse.Status..., headers: HTTPFields = [:]) async throws -> TestService {
        try await TestService { _, number in Response(status: statuses[min(number, statuses.count) - 1], headers: headers) }
    }

    private func status(_ vendor: Vendor, _ method: HTTPRequest.Method = .get, key: String? = nil) async throws -> Int {
        var request = OutboundRequest(method, vendor.url("/things"))
        request.headers[.idempotencyKey] = key
        return try await vendor.send(request).status
    }

    @Test func passingFailureIsRepeatedWithGrowingRandomPauses() async throws {
        let service = try await answering(.serviceUnavailable, .tooManyRequests, .ok)
        #expect(try await status(bench.vendor(service)) == 200)
        #expect(service.asked.map(\.path) == ["/v1/things", "/v1/things", "/v1/things"])
        let pauses = bench.pauses.withLock { $0 }
        #expect(pauses.count == 2)
        #expect((Duration.milliseconds(100)...Duration.milliseconds(200)).contains(pauses[0]))
        #expect((Duration.milliseconds(200)...Duration.milliseconds(400)).contains(pauses[1]))
    }

    @Test func refusalIsNotRepeated() async throws {
        let service = try await answering(.unprocessableContent, .ok)
        #expect(try await status(bench.vendor(service)) == 422)
        #expect(service.asked.count == 1)
    }

    @Test func changeIsRepeatedOnlyWithAKey() async throws {
        let service = try await answering(.serviceUnavailable, .serviceUnavailable, .ok)
        #expect(try await status(bench.vendor(service), .post) == 503)
        #expect(service.asked.count == 1)
        #expect(try await status(bench.vendor(service), .post, key: "k1") == 200)
        #expect(service.asked.dropFirst().allSatisfy { $0.headers[.idempotencyKey] == "k1" } && service.asked.count == 3)
    }

    @Test func vendorMayNameThePause() async throws {
        let service = try await answering(.tooManyRequests, .ok, headers: [.retryAfter: "3"])
        #expect(try await status(bench.vendor(service)) == 200)
        #expect(bench.pauses.withLock { $0 } == [.seconds(3)])
        let patient = try await answering(.tooManyRequests, .ok, headers: [.retryAfter: "3600"])
        #expect(try await status(bench.vendor(patient)) == 429, "too long to wait here")
    }

    @Test func vendorThatKeepsFailingIsLeftInPeaceAndTriedAgain() async throws {
        let isDown = Mutex(true)
        let service = try await TestService { _, _ in Response(status: isDown.withLock { $0 } ? .internalServerError : .ok) }
        let vendor = bench.vendor(service, retries: .once)
        for _ in 0..<5 { #expect(try await status(vendor) == 500) }
        await #expect(throws: OutboundError.pausing(name: "Test")) { try await status(vendor) }
        #expect(service.asked.count == 5)

        bench.ahead.withLock { $0 = .seconds(31) }
        #expect(try await status(vendor) == 500, "one goes ahead")
        await #expect(throws: OutboundError.pausing(name: "Test")) { try await status(vendor) }

        isDown.withLock { $0 = false }
        bench.ahead.withLock { $0 = .seconds(62) }
        #expect(try await status(vendor) == 200)
        #expect(try await status(vendor) == 200)
    }

    @Test func refusalsDoNotOpenTheCircuit() async throws {
        let service = try await answering(.tooManyRequests)
        let vendor = bench.vendor(service, retries: .once)
        for _ in 0..<8 { #expect(try await status(vendor) == 429) }
    }

    @Test func unreachableVendorIsReported() async throws {
        let nowhere = Vendor("Nowhere", base: "http://127.0.0.1:1", retries: .once)
        let error = await #expect(throws: OutboundError.self) { try await nowhere.send(OutboundRequest(.get, nowhere.url("/"))) }
        guard case .unreachable = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func fileGoesUpAndComesDown() async throws {
        let bytes = String(repeating: "0123456789abcdef", count: 50_000)
        let service = try await TestService { request, _ in
            request.method == .put ? Response(status: .ok) : Response(status: .ok, body: .text(bytes))
        }
        let vendor = bench.vendor(service)
        let path = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes.utf8).write(to: URL(fileURLWithPath: path))
        _ = try await vendor.send(OutboundRequest(.put, vendor.url("/f"), body: .file(path: path, size: bytes.utf8.count)))
        #expect(service.asked.first?.body == bytes)
        #expect(service.asked.first?.headers[.contentLength] == "\(bytes.utf8.count)")
        try FileManager.default.removeItem(atPath: path)
        #expect(try await vendor.download(OutboundRequest(.get, vendor.url("/f")), to: path).isSuccess)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == bytes)
    }

    @Test func redirectIsAnAnswer() async throws {
        let service = try await answering(.found, headers: [.location: "http://127.0.0.1:1/"])
        #expect(try await status(bench.vendor(service)) == 302)
    }
}
