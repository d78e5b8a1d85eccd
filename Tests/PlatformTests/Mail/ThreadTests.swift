import Foundation
import Platform
import Testing
import Web

/// The headers that make a conversation out of messages.
@Suite struct ThreadTests {
    @Test func answerNamesWhatItAnswers() async throws {
        let sink = try SMTPSink()
        let transport = try SMTPTransport(url: "smtp://127.0.0.1:\(sink.port)")
        try await transport.send(
            .sample(to: "ann@acme.example") {
                $0.inReplyTo = "2@acme.example"
                $0.references = ["1@brightwater.example"]
            })
        let mail = try sink.mail()
        #expect(mail["In-Reply-To"] == "<2@acme.example>")
        #expect(mail["References"] == "<1@brightwater.example> <2@acme.example>")
        try await transport.send(.sample(to: "ann@acme.example"))
        let first = try sink.mail()
        #expect(first["In-Reply-To"] == nil && first["References"] == nil)
    }

    @Test func longConversationKeepsItsBeginningAndItsEnd() async throws {
        let sink = try SMTPSink()
        try await SMTPTransport(url: "smtp://127.0.0.1:\(sink.port)").send(
            .sample(to: "ann@acme.example") {
                $0.references = (0..<100).map { "\($0)>\r\nBcc: <eve@acme.example" }
                $0.inReplyTo = "last@acme.example"
            })
        let mail = try sink.mail()
        let ids = mail["References"]?.split(separator: " ") ?? []
        #expect(ids.count == 21 && ids.first == "<0Bcceve@acme.example>" && ids.last == "<last@acme.example>")
        #expect(mail["Bcc"] == nil && mail.recipients == ["ann@acme.example"] && mail.longestLine <= 78)
    }
}
