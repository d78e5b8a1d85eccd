import HTTPTypes
import Hummingbird

extension Response {
    /// A page.
    public static func page(_ html: HTML, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: html.bytes)))
    }

    /// JSON that is already written.
    public static func json(
        _ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .json(ByteBuffer(bytes: bytes), status: status, headers: headers)
    }

    private static func json(_ buffer: ByteBuffer, status: HTTPResponse.Status, headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }

    /// JSON that `body` writes.
    ///
    /// - Parameter capacity: Bytes to reserve for it.
    public static func json(
        status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], capacity: Int = 1024,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter(capacity: capacity)
        try body(&writer)
        return .json(writer.buffer, status: status, headers: headers)
    }

    /// 201 with the address of what was made.
    public static func created(at location: String, _ bytes: [UInt8], headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        return .json(bytes, status: .created, headers: headers)
    }

    /// 204: done, and nothing to say.
    public static var noContent: Response { Response(status: .noContent) }

    /// A CSV file that is sent while it is made; `rows` yields pieces of any size.
    ///
    /// - Parameter filename: Offered to the person.
    public static func csvStream<Rows: AsyncSequence & Sendable>(filename: String, _ rows: Rows) -> Response
    where Rows.Element == [UInt8] {
        download(filename, "text/csv; charset=utf-8", rows)
    }

    /// A file to keep, sent piece by piece.
    ///
    /// - Parameter filename: Offered to the person.
    public static func download<Pieces: AsyncSequence & Sendable>(_ filename: String, _ mediaType: String, _ pieces: Pieces) -> Response
    where Pieces.Element == [UInt8] {
        Response(
            status: .ok, headers: downloadHeaders(filename, mediaType),
            body: ResponseBody { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
    }

    /// A small file to keep.
    public static func download(_ filename: String, _ mediaType: String, _ bytes: [UInt8]) -> Response {
        Response(
            status: .ok, headers: downloadHeaders(filename, mediaType), body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func downloadHeaders(_ filename: String, _ mediaType: String) -> HTTPFields {
        [
            .contentType: mediaType, .cacheControl: "no-store",
            .contentDisposition: ContentDisposition(.attachment, filename: filename).description,
        ]
    }
}

extension Request {
    /// The path and query that was asked for, to come back to after signing in; nil unless it is a path of this site.
    public var returnPath: String? {
        let path = head.path ?? "/"
        return isLocalPath(path) ? path : nil
    }
}

/// Whether a redirect to `path` stays on this site: one slash first, no `//host`, no backslash or control character.
public func isLocalPath(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.hasPrefix("//") && path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
}
