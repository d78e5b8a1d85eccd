import Foundation
import Hummingbird
import Platform
import Support
import Testing
import Web

@testable import Simulators

/// Against the simulator, which Resend's own client is tried on as well (Tests/Simulators).
@Suite struct ResendTransportTests {
    private struct Site {
        let service: TestService
        let resend = ResendSimulator()

        init() async throws {
            let responder = buildSimulators(ServerSettings(), resend: resend)
            service = try await TestService(responder)
        }

        func transport(key: String = "re_test") -> ResendTransport {
            ResendTransport(key: Secret(key), base: "http://127.0.0.1:\(service.port)/resend")
        }
    }

    private func failure(_ body: () async throws -> Void) async -> MailError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? MailError
        }
    }

    @Test func messageArrivesWhole() async throws {
        let site = try await Site()
        let message = try MailMessage.sample(to: "ann@acme.example", "bob@müller.example") {
            $0.fromName = "Müller, \"Söhne\" <KG>"
            $0.subject = "Ihr Angebot 見積書"
            $0.html = "<p>Hello Ann</p>"
            $0.headers = ["Reply-To": "crm+42@brightwater.example"]
            $0.messageID = "3@brightwater.example"
            $0.inReplyTo = "2@acme.example"
            $0.references = ["1@brightwater.example", "2@acme.example"]
        }
        try await site.transport().send(message)
        let mail = try #require(site.resend.mails.first)
        #expect(mail.from == "\"Müller, \\\"Söhne\\\" <KG>\" <crm@brightwater.example>")
        #expect(mail.to == ["ann@acme.example", "bob@xn--mller-kva.example"])
        #expect(mail.subject == message.subject && mail.text == message.text && mail.html == message.html)
        let headers = Dictionary(uniqueKeysWithValues: mail.headers.map { ($0.name, $0.value) })
        #expect(
            headers == [
                "Message-ID": "<3@brightwater.example>", "In-Reply-To": "<2@acme.example>",
                "References": "<1@brightwater.example> <2@acme.example>", "Reply-To": "crm+42@brightwater.example",
            ])
    }

    @Test func sendingAgainDeliversOnce() async throws {
        let site = try await Site()
        let message = try MailMessage.sample(to: "ann@acme.example")
        for _ in 0..<3 { try await site.transport().send(message) }
        #expect(site.resend.mails.count == 1)
        var later = message
        later.fromName = "Renamed in between"
        try await site.transport().send(later)
        #expect(site.resend.mails.count == 1, "the same mail, whatever surrounds it now")
        try await site.transport().send(.sample(to: "ann@acme.example"))
        #expect(site.resend.mails.count == 2, "another mail with the same words")
    }

    @Test func nothingTypedCanAddAHeaderOrARecipient() async throws {
        let site = try await Site()
        let evil = "Hi\r\nBcc: eve@evil.example\u{0}\nX: y"
        try await site.transport().send(
            .sample(to: "ann@acme.example") {
                $0.fromName = evil
                $0.subject = evil
                $0.headers = ["X-Name": evil]
            })
        let mail = try #require(site.resend.mails.first)
        #expect(mail.to == ["ann@acme.example"] && mail.bcc.isEmpty)
        for text in [mail.from, mail.subject] + mail.headers.map(\.value) { #expect(!text.contains { $0.isNewline || $0 == "\0" }) }
    }

    @Test func refusedMessageIsPermanent() async throws {
        let site = try await Site()
        var message = try MailMessage.sample(to: "ann@acme.example")
        message.to = try (1...51).map { try EmailAddress("ann\($0)@acme.example") }
        let error = await failure { try await site.transport().send(message) }
        #expect(error?.kind == .permanent && error?.replyCode == 422 && error?.isLasting == true)
        #expect(error?.reason.contains("validation_error") == true)
        let bad = await failure { try await site.transport().send(.sample(to: "ann@acme.example") { $0.headers = ["Subject": "x"] }) }
        #expect(bad?.kind == .permanent && site.resend.mails.isEmpty)
    }

    @Test(arguments: [("re_rate_limited", 429), ("re_broken", 500), ("nonsense", 403)])
    func whatIsNotTheMessagesFaultIsTriedLater(key: String, status: Int) async throws {
        let site = try await Site()
        let error = await failure { try await site.transport(key: key).send(.sample(to: "ann@acme.example")) }
        #expect(error?.kind == .transient && error?.replyCode == status)
        #expect(error.map { "\($0)".contains(key) } == false)
    }

    @Test func unreachableServiceIsLeftInPeaceAfterAWhile() async throws {
        let transport = ResendTransport(key: "re_test", base: "http://127.0.0.1:1")
        var reasons: [String] = []
        for _ in 0..<6 {
            let error = await failure { try await transport.send(.sample(to: "ann@acme.example")) }
            #expect(error?.kind == .transient)
            reasons.append(error?.reason ?? "")
        }
        #expect(reasons[5].contains("has failed repeatedly") && !reasons[4].contains("has failed repeatedly"))
    }
}
