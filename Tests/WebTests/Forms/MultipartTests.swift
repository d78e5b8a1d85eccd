import Foundation
import Hummingbird
import Testing

@testable import Web

struct MultipartTests {
    private static let body =
        "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nupsert\r\n--B\r\n"
        + "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\docs\\\\a;b%22c.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        + "a,b\r\n--not the end\r\n--\r\n1,2\r\n--B\r\ncontent-disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\nepilogue"

    private func parse(_ bytes: [UInt8], pieces: Int, limits: MultipartLimits = .init()) throws -> [MultipartEvent] {
        var parser = MultipartParser(boundary: "B", limits: limits)
        var events: [MultipartEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            events += try parser.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        try parser.finish()
        return joined(events)
    }

    /// Neighbouring pieces of content as one, since they are cut anywhere.
    private func joined(_ events: [MultipartEvent]) -> [MultipartEvent] {
        events.reduce(into: []) { result, event in
            if case .content(let more) = event, case .content(let before)? = result.last {
                result[result.count - 1] = .content(before + more)
            } else {
                result.append(event)
            }
        }
    }

    @Test func theSameComesOutHoweverTheBodyIsCut() throws {
        let expected: [MultipartEvent] = [
            .part(.init(name: "mode", filename: nil, contentType: nil)), .content(Array("upsert".utf8)), .end,
            .part(.init(name: "file", filename: "a;b\"c.csv", contentType: "text/csv")),
            .content(Array("a,b\r\n--not the end\r\n--\r\n1,2".utf8)), .end,
            .part(.init(name: "empty", filename: nil, contentType: nil)), .end,
        ]
        let body = Array(Self.body.utf8)
        for pieces in 1...body.count { #expect(try parse(body, pieces: pieces) == expected, "\(pieces)") }
    }

    @Test func aBodyThatEndsEarlyIsRefused() {
        let body = Array(Self.body.utf8)
        let end = Self.body.range(of: "--B--")!
        let complete = Self.body.utf8.distance(from: Self.body.startIndex, to: end.upperBound)
        for count in 0..<complete {
            #expect(throws: Failure.self) { try parse(Array(body.prefix(count)), pieces: 16) }
        }
    }

    @Test(arguments: [
        "--B\r\n\r\n\r\n--B--", "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", "--Bx", "nothing",
        "--B\r\nContent-Disposition: form-data; name=\"\u{0}\"\r\n\r\nx\r\n--B--",
    ])
    func malformedBodiesAreRefused(body: String) {
        #expect(throws: Failure.self) { try parse(Array(body.utf8), pieces: 100) }
    }

    @Test func headersAndPartsAreLimited() {
        let long = "--B\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n"
        #expect(throws: Failure.self) { try parse(Array(long.utf8), pieces: 1_000) }
        let many = String(repeating: "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", count: 300) + "--B--"
        #expect(throws: Failure.self) { try parse(Array(many.utf8), pieces: 1_000) }
    }

    @Test func randomBytesNeverCrash() {
        let pieces: [[UInt8]] = [
            Array("--B".utf8), Array("\r\n".utf8), Array("--".utf8), Array("Content-Disposition: form-data; name=\"a\"".utf8), [0], [0xFF],
            Array("x;=\"".utf8),
        ]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...20)).flatMap { _ in pieces.randomElement()! }
            let whole = Result { try parse(bytes, pieces: max(bytes.count, 1)) }
            let cut = Result { try parse(bytes, pieces: 1) }
            #expect((try? whole.get()) == (try? cut.get()))
        }
    }

    @Test func uploadsArriveAsFieldsAndFiles() async throws {
        let directory = NSTemporaryDirectory() + "uploads-" + randomToken()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let content = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        try await serving {
            $0.page(.post, "/api/upload") { request, _ in
                let upload = try await request.multipart(in: directory)
                let file = try upload.file("file") ?? { throw Failure.notFound }()
                let matches = try file.bytes() == content && file.size == content.count
                return .page("\(upload.fields.string("mode")) \(file.filename) \(matches ? "same" : "different")")
            }
        }.talk { client in
            let head =
                "--xyz\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\n dry \r\n--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../ä.bin\"\r\n\r\n"
            let body = Array(head.utf8) + content + Array("\r\n--xyz--\r\n".utf8)
            let reply = try await client.send(
                .POST, "/api/upload", headers: ["content-type": "multipart/form-data; boundary=\"xyz\""], body: body)
            #expect(reply.text == "dry ä.bin same")
            let cut = try await client.send(
                .POST, "/api/upload", headers: ["content-type": "multipart/form-data; boundary=xyz"], body: Array(body.dropLast(20)))
            #expect(cut.status == 400)
            let unnamed = try await client.send(.POST, "/api/upload", headers: ["content-type": "multipart/form-data"], body: body)
            #expect(unnamed.status == 400)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }

    @Test func uploadsBeyondTheirLimitAreRefused() async throws {
        try await serving {
            $0.page(.post, "/api/upload") { request, _ in
                _ = try await request.multipart(limits: MultipartLimits(total: 1_000))
                return .noContent
            }
        }.talk { client in
            let body = Array("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\(String(repeating: "x", count: 2_000))\r\n--B--".utf8)
            let reply = try await client.send(
                .POST, "/api/upload", headers: ["content-type": "multipart/form-data; boundary=B"], body: body)
            #expect(reply.status == 413)
        }
    }
}
