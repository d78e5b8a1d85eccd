import Foundation
import Platform
import Testing
import Web

@Suite struct SMTPTransportTests {
    private func transport(_ sink: SMTPSink, login: String = "") throws -> SMTPTransport {
        try SMTPTransport(url: "smtp://\(login)127.0.0.1:\(sink.port)")
    }

    private func kindOfFailure(sending message: MailMessage, through transport: SMTPTransport) async -> MailError.Kind? {
        do {
            try await transport.send(message)
            return nil
        } catch {
            return (error as? MailError)?.kind
        }
    }

    @Test func plainMessageArrives() async throws {
        let sink = try SMTPSink()
        let message = try MailMessage.sample(to: "ann@acme.example", "bob@acme.example")
        try await transport(sink).send(message)
        let mail = try sink.mail()
        #expect(mail.sender == "crm@brightwater.example")
        #expect(mail.recipients == ["ann@acme.example", "bob@acme.example"])
        #expect(mail["From"] == "Brightwater <crm@brightwater.example>")
        #expect(mail["To"] == "ann@acme.example, bob@acme.example")
        #expect(mail["Subject"] == "Your quote")
        #expect(mail["Message-ID"] == "<\(message.messageID)>")
        #expect(message.messageID.hasSuffix("@brightwater.example"))
        #expect(mail.text.trimmingCharacters(in: .newlines) == "Hello Ann,\n\nhere it is.")
        #expect(mail.html == nil)
    }

    @Test func textAndHTMLArriveInAnyLanguage() async throws {
        let sink = try SMTPSink()
        let subject = "Ihr Angebot über 1 000 € – 見積書 🙂 " + String(repeating: "läng", count: 40)
        let text = "Grüße = gut\n.\n..dot\nFrom here\ttrailing \n" + String(repeating: "wörter ", count: 200) + "\n東京"
        let html = "<p style=\"color:red\">Grüße aus 東京</p>"
        try await transport(sink).send(
            .sample(to: "ann@acme.example") {
                $0.fromName = "Müller, \"Söhne\" <KG>"
                $0.subject = subject
                $0.text = text
                $0.html = html
                $0.headers = ["Reply-To": "crm+42@brightwater.example", "X-Campaign": "Frühling"]
            })
        let mail = try sink.mail()
        #expect(mail["Subject"] == subject)
        #expect(mail["From"] == "\"Müller, \\\"Söhne\\\" <KG>\" <crm@brightwater.example>")
        #expect(mail["Reply-To"] == "crm+42@brightwater.example")
        #expect(mail["X-Campaign"] == "Frühling")
        #expect(mail["Date"]?.hasSuffix("+0000") == true)
        #expect(mail.text.trimmingCharacters(in: .newlines) == text)
        #expect(mail.html?.trimmingCharacters(in: .newlines) == html)
        #expect(mail.isASCII)
        #expect(mail.longestLine <= 78)
    }

    @Test func nothingTypedCanAddAHeaderOrARecipient() async throws {
        let sink = try SMTPSink()
        let evil = "Hi\r\nBcc: eve@evil.example\r\n\r\nbody\u{0}\n.\nRCPT TO:<eve@evil.example>"
        try await transport(sink).send(
            .sample(to: "ann@acme.example") {
                $0.fromName = evil
                $0.subject = evil
                $0.headers = ["X-Name": evil]
                $0.messageID = "a>\r\nBcc: <eve@evil.example"
            })
        let mail = try sink.mail()
        #expect(mail.recipients == ["ann@acme.example"])
        #expect(mail["Bcc"] == nil)
        #expect(
            Set(mail.headers.map { $0[0] }).subtracting(["X-Name"])
                == ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"])
        #expect(mail["Message-ID"] == "<aBcceve@evil.example>")
        #expect(mail.text.hasPrefix("Hello Ann"))
    }

    @Test(arguments: ["Bcc", "subject", "X Y", "X:", "X\r\nBcc", "", "Ü"])
    func headerNameThatIsTakenOrMalformedFailsForGood(name: String) async throws {
        let sink = try SMTPSink()
        let message = try MailMessage.sample(to: "ann@acme.example") { $0.headers = [name: "x"] }
        #expect(await kindOfFailure(sending: message, through: try transport(sink)) == .permanent)
    }

    @Test func internationalDomainTravelsAsASCII() async throws {
        let sink = try SMTPSink()
        try await transport(sink).send(.sample(to: "ann@müller.example"))
        #expect(try sink.mail().recipients == ["ann@xn--mller-kva.example"])
    }

    @Test func refusedRecipientIsPermanentAndABusyServerIsNot() async throws {
        let sink = try SMTPSink()
        let transport = try transport(sink)
        #expect(await kindOfFailure(sending: try .sample(to: "refused@acme.example"), through: transport) == .permanent)
        #expect(await kindOfFailure(sending: try .sample(to: "busy@acme.example"), through: transport) == .transient)
        try await transport.send(.sample(to: "ann@acme.example"))
        #expect(try sink.mail().recipients == ["ann@acme.example"])
    }

    @Test func failureTellsTheReplyCode() async throws {
        let sink = try SMTPSink()
        let error = await #expect(throws: MailError.self) {
            try await transport(sink).send(.sample(to: "refused@acme.example"))
        }
        #expect(error?.replyCode == 550)
    }

    @Test func unreachableServerIsTransient() async throws {
        let closed = try SMTPTransport(url: "smtp://127.0.0.1:1")
        #expect(await kindOfFailure(sending: try .sample(to: "ann@acme.example"), through: closed) == .transient)
        let unknown = try SMTPTransport(url: "smtp://nowhere.invalid")
        #expect(await kindOfFailure(sending: try .sample(to: "ann@acme.example"), through: unknown) == .transient)
    }

    @Test func serverThatSaysNothingIsGivenUp() async throws {
        let silent = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(silent) }
        #expect(listen(silent, 1) == 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(silent, $0, &length) }
        }
        let transport = try SMTPTransport(
            url: "smtp://127.0.0.1:\(UInt16(bigEndian: address.sin_port))",
            timeouts: .init(connect: .milliseconds(500), total: .milliseconds(500)))
        #expect(await kindOfFailure(sending: try .sample(to: "ann@acme.example"), through: transport) == .transient)
    }

    @Test func loginIsUsed() async throws {
        let sink = try SMTPSink(credentials: "crm@x:p/w d")
        try await transport(sink, login: "crm%40x:p%2Fw%20d@").send(.sample(to: "ann@acme.example"))
        #expect(try sink.mail().recipients == ["ann@acme.example"])
    }

    @Test func refusedLoginIsNotTheMessagesFault() async throws {
        let sink = try SMTPSink(credentials: "crm:right")
        let message = try MailMessage.sample(to: "ann@acme.example")
        #expect(await kindOfFailure(sending: message, through: try transport(sink, login: "crm:wrong@")) == .transient)
        #expect(await kindOfFailure(sending: message, through: try transport(sink)) == .transient)
    }

    @Test func nothingGoesToAnotherMachineUnencrypted() async throws {
        let sink = try SMTPSink()
        // Ends up at this machine, but not by a name that says so.
        let transport = try SMTPTransport(url: "smtp://0.0.0.0:\(sink.port)")
        let error = await #expect(throws: MailError.self) { try await transport.send(.sample(to: "ann@acme.example")) }
        #expect(error?.kind == .transient)
        let encrypted = try SMTPTransport(url: "smtps://127.0.0.1:\(sink.port)", timeouts: .init(total: .seconds(2)))
        #expect(await kindOfFailure(sending: try .sample(to: "ann@acme.example"), through: encrypted) == .transient)
    }

    @Test func manyMessagesShareConnections() async throws {
        let sink = try SMTPSink()
        let transport = try transport(sink)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 { group.addTask { try await transport.send(.sample(to: "ann\(number)@acme.example")) } }
            try await group.waitForAll()
        }
        let mails = try (0..<40).map { _ in try sink.mail() }
        #expect(Set(mails.flatMap(\.recipients)).count == 40)
        #expect(Set(mails.map(\.connection)).count <= 4)
    }

    @Test(arguments: ["", "http://mail.example", "smtp://", "mail.example:25", "smtp:mail.example"])
    func whatIsNoMailServerIsRefused(url: String) {
        #expect(throws: SMTPServer.Malformed.self) { try SMTPTransport(url: url) }
    }
}
