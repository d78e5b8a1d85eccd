import Foundation
import Platform
import Testing
import Web

@Suite struct OutboxTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID())").path

    private func inOutbox(_ body: (OutboxTransport, OutboxFolder) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(OutboxTransport(folder: path), OutboxFolder(path))
    }

    @Test func messagesComeBackNewestFirst() async throws {
        try await inOutbox { transport, folder in
            for number in 1...5 {
                try await transport.send(.sample(to: "ann@acme.example") { $0.subject = "Nr. \(number)" })
            }
            #expect(try folder.messages().map(\.subject) == ["Nr. 5", "Nr. 4", "Nr. 3", "Nr. 2", "Nr. 1"])
            #expect(try folder.messages(limit: 2).count == 2)
        }
    }

    @Test func messageComesBackAsItWasSent() async throws {
        let text = "Grüße,\n\n.\n= 東京 \n" + String(repeating: "wörter ", count: 50) + "\nhttps://a.example/reset?token=abc=20def"
        let html = "<p class=\"x\">Grüße aus 東京 =3D</p>\n<p>🙂</p>"
        let subject = "Angebot für Zoë – " + String(repeating: "見積書", count: 30)
        try await inOutbox { transport, folder in
            try await transport.send(
                .sample(to: "ann@acme.example", "bob@müller.example") {
                    $0.fromName = "Söhne"
                    $0.subject = subject
                    $0.text = text
                    $0.html = html
                    $0.headers = ["X-Kind": "a =?b"]
                })
            let message = try #require(try folder.messages().first)
            #expect(message.from == "Söhne <crm@brightwater.example>")
            #expect(message.to == "ann@acme.example, bob@xn--mller-kva.example")
            #expect(message.subject == subject)
            #expect(lines(message.text) == lines(text))
            #expect(message.html.map(lines) == lines(html))
            #expect(message.headers.contains { $0 == ("X-Kind", "a =?b") })
            #expect(abs(try #require(message.date).timeIntervalSinceNow) < 60)
            #expect(try folder.message(message.id)?.subject == subject)
        }
    }

    @Test func filesAreForThisUserAndWhole() async throws {
        try await inOutbox { transport, _ in
            try await transport.send(.sample(to: "ann@acme.example"))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(names.count == 1 && names[0].hasSuffix(".eml"))
        }
    }

    @Test func otherFilesAndMissingFoldersAreNoMessages() async throws {
        #expect(try OutboxFolder(path + "-none").messages().isEmpty)
        try await inOutbox { _, folder in
            try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/notes.eml"))
            #expect(try folder.messages().isEmpty)
            #expect(try folder.message(UUID()) == nil)
        }
    }

    private func lines(_ text: String) -> [String] {
        text.replacingOccurrences(of: "\r\n", with: "\n").trimmingCharacters(in: .newlines).components(separatedBy: "\n")
    }
}
