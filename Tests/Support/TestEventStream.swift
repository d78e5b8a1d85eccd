import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// An open stream of server-sent events. It closes its connection when it goes out of use.
public struct TestEventStream {
    public let status: Int
    public let headers: HTTPHeaders
    private var pieces: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        headers = response.headers
        pieces = response.body.makeAsyncIterator()
    }

    /// The next event that is no beat, which may come at any time.
    public mutating func news() async throws -> String? {
        while let event = try await next() {
            if event != ":" { return event }
        }
        return nil
    }

    /// The next block: an event or a comment, without the empty line behind it; nil when the server has ended the stream.
    public mutating func next() async throws -> String? {
        while true {
            if let end = text.range(of: "\n\n") {
                let block = String(text[..<end.lowerBound])
                text.removeSubrange(..<end.upperBound)
                return block
            }
            guard let piece = try await pieces.next() else { return nil }
            text += String(buffer: piece)
        }
    }
}

extension TestBrowser {
    /// Opens a stream of events.
    public func listen(_ path: String, headers: [String: String] = [:]) async throws -> TestEventStream {
        var request = HTTPClientRequest(url: address(path))
        for (name, value) in headers.merging(ownHeaders, uniquingKeysWith: { first, _ in first }) {
            request.headers.replaceOrAdd(name: name, value: value)
        }
        return TestEventStream(try await HTTPClient.tests.execute(request, timeout: .seconds(60)))
    }
}
