import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Support
import Synchronization
import Testing
import Web

/// 127.0.0.7 stands for the internet here, where `good.example` lives; the rest of loopback is what must not be reached.
@Suite struct PublicWebTests {
    private static let internet = "127.0.0.7"

    private func web(_ resolver: HostResolver = .fixed(internet)) throws -> PublicWeb {
        PublicWeb(rules: AddressRules(permitting: [try #require(AddressRange(Self.internet))]), resolver: resolver)
    }

    private func service(_ answer: @escaping @Sendable (Request, Int) async throws -> Response) async throws -> TestService {
        try await TestService(host: Self.internet, answer: answer)
    }

    private func expectRefusal(_ url: String, by web: PublicWeb) async {
        await #expect(throws: OutboundError.self, "\(url)") { try await web.send(OutboundRequest(.get, url)) }
    }

    @Test func publicHostAnswers() async throws {
        let service = try await service { _, _ in Response(status: .created, headers: [.contentType: "text/plain"], body: .text("taken")) }
        let request = OutboundRequest(
            .post, "http://good.example:\(service.port)/hook?a=1%202", headers: [.contentType: "application/json"],
            body: .bytes(Array("{}".utf8)))
        let answer = try await web().send(request)
        #expect(answer.status == 201 && answer.text == "taken" && answer.headers[.contentType] == "text/plain")
        let asked = try #require(service.asked.first)
        #expect(asked.method == "POST" && asked.path == "/hook?a=1%202" && asked.body == "{}")
        #expect(asked.headers[.userAgent] == "Tessera")
    }

    @Test func hostKeepsItsNameWhileTheConnectionGoesToTheCheckedAddress() async throws {
        let service = try await service { request, _ in Response(status: .ok, body: .text(request.head.authority ?? "")) }
        let answer = try await web().send(OutboundRequest(.get, "http://GOOD.example:\(service.port)/"))
        #expect(answer.text == "good.example:\(service.port)")
    }

    @Test(arguments: [
        "http://127.0.0.1/", "http://localhost/", "http://localhost./", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://0/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "http://192.168.0.1:8080/", "http://8.8.8.8:22/",
        "http://[64:ff9b::7f00:1]/", "http://[fe80::1]/",
    ])
    func everySpellingOfAnInsideAddressIsRefused(url: String) async throws {
        await #expect(throws: OutboundError.self) { try await PublicWeb().send(OutboundRequest(.get, url)) }
    }

    @Test(arguments: [
        "", "good.example", "//good.example/", "ftp://good.example/", "file:///etc/passwd", "gopher://good.example/", "unix:///run/x",
        "http+unix://%2Frun%2Fx/", "http:///path", "http://user@good.example/", "http://a:b@good.example/",
        "http://good.example\\@127.0.0.1/", "http://good.example/\r\nX: y", "http://127.0.0.1%2F@good.example/", "http://%6cocalhost/",
        "http://good。example/", "http://good.example /",
    ])
    func whatIsNoPlainWebAddressIsMalformed(url: String) async throws {
        await #expect(throws: OutboundError.malformedURL) { try await web().send(OutboundRequest(.get, url)) }
    }

    @Test func hostWithOneInsideAddressIsRefusedWhole() async throws {
        let service = try await service { _, _ in Response(status: .ok) }
        await #expect(throws: OutboundError.refused(host: "good.example")) {
            try await web(.fixed(Self.internet, "10.0.0.1")).send(OutboundRequest(.get, "http://good.example:\(service.port)/"))
        }
        #expect(service.asked.isEmpty)
    }

    @Test func redirectIsFollowed() async throws {
        let service = try await service { request, number in
            number == 1
                ? Response(status: .seeOther, headers: [.location: "../next?x=1"])
                : Response(status: .ok, body: .text(request.uri.string))
        }
        let answer = try await web().send(
            OutboundRequest(.post, "http://good.example:\(service.port)/a/b", body: .bytes(Array("x".utf8))))
        #expect(answer.text == "/next?x=1")
        #expect(service.asked.map(\.method) == ["POST", "GET"] && service.asked[1].body.isEmpty)
    }

    @Test(arguments: ["http://127.0.0.1:PORT/", "http://localhost:PORT/", "//127.0.0.1:PORT/", "http://[::1]:PORT/", "file:///etc/passwd"])
    func redirectToTheInsideIsRefused(target: String) async throws {
        let inside = try await TestService { _, _ in Response(status: .ok, body: .text("secret")) }
        let location = target.replacing("PORT", with: "\(inside.port)")
        let service = try await service { _, _ in Response(status: .found, headers: [.location: location]) }
        let web = try web(HostResolver { $0 == "good.example" ? [Self.internet] : try await HostResolver.system.addresses(of: $0) })
        await expectRefusal("http://good.example:\(service.port)/", by: web)
        #expect(service.asked.count == 1 && inside.asked.isEmpty)
    }

    @Test func nameThatIsAnsweredDifferentlyTheSecondTimeIsCaught() async throws {
        let service = try await service { _, _ in Response(status: .found, headers: [.location: "/again"]) }
        let inside = try await TestService { _, _ in Response(status: .ok, body: .text("secret")) }
        let answers = Mutex([[Self.internet], ["127.0.0.1"]])
        let rebinding = HostResolver { _ in answers.withLock { $0.isEmpty ? ["127.0.0.1"] : $0.removeFirst() } }
        await expectRefusal("http://good.example:\(service.port)/", by: try web(rebinding))
        #expect(service.asked.count == 1 && inside.asked.isEmpty)
    }

    @Test func nameIsAskedForOnceForEachConnection() async throws {
        let service = try await service { _, _ in Response(status: .ok, body: .text("public")) }
        let count = Mutex(0)
        let rebinding = HostResolver { _ in
            count.withLock {
                $0 += 1
                return $0
            } == 1 ? [Self.internet] : ["127.0.0.1"]
        }
        let answer = try await web(rebinding).send(OutboundRequest(.get, "http://good.example:\(service.port)/"))
        #expect(answer.text == "public" && count.withLock { $0 } == 1)
    }

    @Test func secretsStayWithTheirSite() async throws {
        let service = try await service { request, number in
            let port = request.head.authority?.split(separator: ":").last ?? ""
            let next = ["/same", "http://other.example:\(port)/"]
            return number > 2 ? Response(status: .ok) : Response(status: .temporaryRedirect, headers: [.location: next[number - 1]])
        }
        var request = OutboundRequest(.post, "http://good.example:\(service.port)/", body: .bytes(Array("x".utf8)))
        request.headers[.authorization] = "Bearer abc"
        _ = try await web().send(request)
        #expect(service.asked.map { $0.headers[.authorization] } == ["Bearer abc", "Bearer abc", nil])
        #expect(service.asked.map(\.body) == ["x", "x", "x"], "307 repeats the request")
    }

    @Test func endlessRedirectsEnd() async throws {
        let service = try await service { _, _ in Response(status: .found, headers: [.location: "/again"]) }
        await #expect(throws: OutboundError.tooManyRedirects) {
            try await web().send(OutboundRequest(.get, "http://good.example:\(service.port)/"))
        }
        #expect(service.asked.count == 6)
    }

    @Test func largeAnswerIsNotTaken() async throws {
        let service = try await service { _, _ in Response(status: .ok, body: .text(String(repeating: "x", count: 5_000))) }
        let request = OutboundRequest(.get, "http://good.example:\(service.port)/")
        await #expect(throws: OutboundError.tooLarge) { try await web().send(request, limits: .init(bodySize: 4_999)) }
        #expect(try await web().send(request, limits: .init(bodySize: 5_000)).body.count == 5_000)
    }

    @Test func slowAnswerIsGivenUp() async throws {
        let service = try await service { _, _ in
            try await Task.sleep(for: .seconds(60))
            return Response(status: .ok)
        }
        await #expect(throws: OutboundError.timedOut) {
            try await web().send(
                OutboundRequest(.get, "http://good.example:\(service.port)/"), limits: .init(totalTime: .milliseconds(200)))
        }
    }

    @Test func silentNameServerIsGivenUp() async throws {
        let silent = HostResolver { _ in
            try await Task.sleep(for: .seconds(60))
            return []
        }
        await #expect(throws: OutboundError.timedOut) {
            try await web(silent).send(OutboundRequest(.get, "http://good.example/"), limits: .init(totalTime: .milliseconds(100)))
        }
    }

    @Test func unknownNameIsToldApart() async throws {
        await #expect(throws: OutboundError.unknownHost) {
            try await PublicWeb().send(OutboundRequest(.get, "http://nowhere.invalid/"))
        }
    }
}

extension HostResolver {
    /// Every name has these addresses.
    static func fixed(_ addresses: String...) -> HostResolver { HostResolver { _ in addresses } }
}

extension ResponseBody {
    static func text(_ text: String) -> ResponseBody { ResponseBody(byteBuffer: ByteBuffer(string: text)) }
}
