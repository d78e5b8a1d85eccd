import Hummingbird
import NIOCore

/// The parts of an upload while they arrive. Reading is what makes the client send: a slow reader is not overrun.
public struct MultipartReader: AsyncSequence {
    public typealias Element = MultipartEvent

    private let body: RequestBody
    private let boundary: String
    private let limits: MultipartLimits

    /// - Throws: `Failure.unsupportedMedia` unless the body is `multipart/form-data`, `.badRequest` for a bad boundary,
    ///   `.tooLarge` when the length announces more than `limits` allow.
    public init(_ request: Request, limits: MultipartLimits = MultipartLimits()) throws(Failure) {
        guard request.mediaType == "multipart/form-data" else { throw .unsupportedMedia }
        let header = request.headers[.contentType] ?? ""
        guard let boundary = Self.boundary(in: header) else { throw .badRequest(detail: "The upload names no boundary.") }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.total { throw .tooLarge }
        body = request.body
        self.boundary = boundary
        self.limits = limits
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            chunks: body.makeAsyncIterator(), parser: MultipartParser(boundary: boundary, limits: limits), room: limits.total)
    }

    public struct Iterator: AsyncIteratorProtocol {
        private var chunks: RequestBody.AsyncIterator
        private var parser: MultipartParser
        private var room: Int
        private var events: ArraySlice<MultipartEvent> = []

        fileprivate init(chunks: RequestBody.AsyncIterator, parser: MultipartParser, room: Int) {
            self.chunks = chunks
            self.parser = parser
            self.room = room
        }

        /// - Throws: `Failure.badRequest` for a malformed body, `.tooLarge` beyond the limits.
        public mutating func next() async throws -> MultipartEvent? {
            while events.isEmpty {
                guard let chunk = try await chunks.next() else {
                    try parser.finish()
                    return nil
                }
                room -= chunk.readableBytes
                guard room >= 0 else { throw Web.Failure.tooLarge }
                events = try parser.feed(chunk.readableBytesView)[...]
            }
            return events.popFirst()
        }
    }

    /// 1–70 characters (RFC 2046), with or without quotes.
    private static func boundary(in header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let part = part.trimmingSpaces()
            guard part.lowercased().hasPrefix("boundary=") else { continue }
            let value = part.dropFirst("boundary=".count).trimmingPrefix("\"")
            let bare = value.hasSuffix("\"") ? String(value.dropLast()) : String(value)
            return (1...70).contains(bare.utf8.count) ? bare : nil
        }
        return nil
    }
}
