import CZlib
import Hummingbird
import NIOCore
import Testing

@testable import Web

struct LayerTests {
    private static let long = String(repeating: "All work and no play. ", count: 500)

    @Test func everyAnswerCarriesAnIdThatIsInTheLog() async throws {
        let log = LogRecorder()
        try await serving(logger: log.logger) { $0.page("/hello") { _, _ in .page("hi") } }.talk { client in
            let given = try await client.get("/hello", headers: ["x-request-id": "trace-0123456789"])
            #expect(given.header("x-request-id") == "trace-0123456789")
            let made = try await client.get("/hello", headers: ["x-request-id": "bad id \"with quotes\""])
            let id = try #require(made.header("x-request-id"))
            #expect(id.utf8.count == 32)
            let line = try #require(log.lines.first { $0.contains(id) })
            let entry = try JSONValue(parsing: line)
            #expect(entry["request_id"]?.string == id)
            #expect(entry["status"]?.int == 200)
            #expect(entry["route"]?.string == "/hello")
            #expect(entry["client"]?.string == "127.0.0.1")
        }
    }

    @Test func pagesCarryTheStrictPolicy() async throws {
        try await serving {
            $0.page("/page") { _, _ in .page("hi") }
            $0.page("/own") { _, _ in .page("hi", headers: [.contentSecurityPolicy: "sandbox"]) }
            $0.page("/json") { _, _ in .json { $0.object { _ in } } }
        }.talk { client in
            let page = try await client.get("/page")
            #expect(page.header("content-security-policy") == SecurityHeadersMiddleware<BaseContext>.contentSecurityPolicy)
            #expect(page.header("x-content-type-options") == "nosniff")
            #expect(page.header("referrer-policy") == "same-origin")
            #expect(page.header("cross-origin-opener-policy") == "same-origin")
            #expect(page.header("cross-origin-resource-policy") == "same-origin")
            #expect(page.header("permissions-policy") != nil)
            #expect(page.header("strict-transport-security") == nil)
            let own = try await client.get("/own")
            #expect(own.headers["content-security-policy"] == ["sandbox"])
            let json = try await client.get("/json")
            #expect(json.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
            let missing = try await client.get("/nowhere")
            #expect(missing.header("x-content-type-options") == "nosniff")
        }
    }

    @Test func longTextsAreCompressedForThoseWhoAsk() async throws {
        try await serving {
            $0.page("/long") { _, _ in .page("\(Self.long)") }
            $0.page("/short") { _, _ in .page("short") }
            $0.page("/picture") { _, _ in
                Response(status: .ok, headers: [.contentType: "image/png"], body: .init(byteBuffer: ByteBuffer(string: Self.long)))
            }
        }.talk { client in
            let zipped = try await client.get("/long", headers: ["accept-encoding": "br, gzip"])
            #expect(zipped.header("content-encoding") == "gzip")
            #expect(zipped.header("vary") == "Accept-Encoding")
            #expect(zipped.bytes.count < 1_000)
            #expect(try gunzip(zipped.bytes) == Array(Self.long.utf8))
            let plain = try await client.get("/long")
            #expect(plain.header("content-encoding") == nil && plain.header("vary") == "Accept-Encoding")
            let refused = try await client.get("/long", headers: ["accept-encoding": "gzip;q=0"])
            #expect(refused.header("content-encoding") == nil)
            for path in ["/short", "/picture"] {
                let reply = try await client.get(path, headers: ["accept-encoding": "gzip"])
                #expect(reply.header("content-encoding") == nil)
            }
        }
    }

    @Test func streamsAreCompressedButEventStreamsAreNot() async throws {
        let stream: @Sendable (String) -> Response = { type in
            Response(
                status: .ok, headers: [.contentType: type],
                body: ResponseBody { writer in
                    for number in 0..<20_000 { try await writer.write(ByteBuffer(string: "line \(number)\n")) }
                    try await writer.finish(nil)
                })
        }
        try await serving {
            $0.page("/csv") { _, _ in stream("text/csv; charset=utf-8") }
            $0.page("/events") { _, _ in stream("text/event-stream") }
        }.talk { client in
            let csv = try await client.get("/csv", headers: ["accept-encoding": "gzip"])
            #expect(csv.header("content-encoding") == "gzip")
            let text = String(decoding: try gunzip(csv.bytes), as: UTF8.self)
            #expect(text.hasPrefix("line 0\n") && text.hasSuffix("line 19999\n"))
            let events = try await client.get("/events", headers: ["accept-encoding": "gzip"])
            #expect(events.header("content-encoding") == nil)
        }
    }

    @Test func changesFromOtherSitesAreRefused() async throws {
        try await serving { $0.page(.post, "/change") { _, _ in .page("done") } }.talk { client in
            let own = "http://127.0.0.1:\(client.port)"
            let cases: [(headers: [(String, String)], status: Int)] = [
                ([("cookie", "session=x"), ("origin", own)], 200),
                ([("cookie", "session=x"), ("sec-fetch-site", "same-origin")], 200),
                ([("cookie", "session=x"), ("origin", "https://evil.example")], 403),
                ([("cookie", "session=x"), ("origin", "null")], 403),
                ([("cookie", "session=x"), ("sec-fetch-site", "cross-site")], 403),
                ([("cookie", "session=x"), ("sec-fetch-site", "same-site")], 403),
                ([("cookie", "session=x")], 403),
                ([("cookie", "session=x"), ("authorization", "Bearer t")], 200),
                ([], 200),
            ]
            for (headers, status) in cases {
                let reply = try await client.send(.POST, "/change", headers: .init(headers))
                #expect(reply.status == status, "\(headers)")
            }
        }
    }

    @Test func forwardedHeadersCountOnlyFromTrustedProxies() async throws {
        let declare: (Endpoints<BaseContext>) -> Void = {
            $0.page("/who") { _, context in .page("\(context.clientAddress) \(context.web.origin.baseURL)") }
        }
        let forwarded: [(String, String)] = [
            ("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.1.2.3"), ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "ACME.example"),
        ]
        try await serving(proxies: TrustedProxies(parsing: "127.0.0.0/8, 10.0.0.0/8"), declare).talk { client in
            let reply = try await client.get("/who", headers: .init(forwarded))
            #expect(reply.text == "203.0.113.9 https://acme.example")
            #expect(reply.header("strict-transport-security") != nil)
        }
        try await serving(declare).talk { client in
            let reply = try await client.get("/who", headers: .init(forwarded))
            #expect(reply.text == "127.0.0.1 http://127.0.0.1:\(client.port)")
        }
    }

    @Test func addressRangesContainWhatTheySay() throws {
        #expect(try #require(AddressRange("10.0.0.0/9")).contains("10.127.255.255"))
        #expect(try !#require(AddressRange("10.0.0.0/9")).contains("10.128.0.0"))
        #expect(try #require(AddressRange("fd00::/8")).contains("fd12::1"))
        #expect(try #require(AddressRange("10.0.0.1")).contains("::ffff:10.0.0.1"))
        #expect(try #require(AddressRange("0.0.0.0/0")).contains("1.2.3.4"))
        for text in ["", "10.0.0.0/33", "10.0.0", "x/8", "10.0.0.0/-1", "::/129"] { #expect(AddressRange(text) == nil) }
        #expect(throws: TrustedProxies.InvalidRange.self) { try TrustedProxies(parsing: "10.0.0.0/8,nonsense") }
    }

    @Test func theHostPicksTheApplication() async throws {
        let named: @Sendable (String) -> any HTTPResponder<BaseContext> = { name in
            CallbackResponder { _, _ in .page("\(name)") }
        }
        let router = HostRouter<BaseContext> { host in
            switch host {
            case "acme.localhost": named("acme")
            case "localhost": named("platform")
            default: nil
            }
        }
        let settings = testSettings()
        let stack = router.behindStandardLayers(settings: settings, proxies: .none, failures: FailureMiddleware())
        try await serving(stack, settings: settings).talk { client in
            for (host, text) in [("ACME.localhost:8080", "acme"), ("localhost", "platform"), ("localhost.", "platform")] {
                let reply = try await client.get("/", headers: ["host": host])
                #expect(reply.text == text)
            }
            let stranger = try await client.get("/", headers: ["host": "evil.example"])
            #expect(stranger.status == 404)
        }
    }
}

/// What zlib makes of a gzip file.
func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: 4 << 20)
    let result = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            return inflate(&stream, Z_FINISH)
        }
    }
    try #require(result == Z_STREAM_END)
    return Array(output.prefix(Int(stream.total_out)))
}
