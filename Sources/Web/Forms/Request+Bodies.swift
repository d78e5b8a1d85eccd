import Hummingbird
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Parameter limit: The most bytes it may hold.
    /// - Throws: `Failure.tooLarge`, before anything is read when the length announces it.
    public func bytes(limit: Int = defaultBodyLimit) async throws -> ByteBuffer {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Failure.tooLarge }
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Failure.tooLarge
        }
    }

    /// The body as a form: `application/x-www-form-urlencoded`.
    ///
    /// - Throws: `Failure.unsupportedMedia`, `.tooLarge`, or `.badRequest` for broken text.
    public func form(limit: Int = defaultBodyLimit) async throws -> FormData {
        guard mediaType == "application/x-www-form-urlencoded" else { throw Failure.unsupportedMedia }
        return try FormData(urlEncoded: try await bytes(limit: limit).readableBytesView)
    }

    /// The body as JSON.
    ///
    /// - Throws: `Failure.unsupportedMedia` unless the type is `application/json` or ends in `+json`, `.tooLarge`, or
    ///   `.badRequest` that says what is wrong and where.
    public func json(limit: Int = defaultBodyLimit) async throws -> JSONValue {
        guard let type = mediaType, type == "application/json" || type.hasSuffix("+json") else { throw Failure.unsupportedMedia }
        let bytes = try await bytes(limit: limit)
        do {
            return try JSONValue(parsing: bytes.readableBytesView)
        } catch {
            throw Failure.badRequest(detail: "The body is not valid JSON: \(error.description).")
        }
    }

    /// The query as a form.
    ///
    /// - Throws: `Failure.badRequest` for broken text.
    public func query() throws(Failure) -> FormData {
        try FormData(urlEncoded: (uri.query ?? "").utf8)
    }

    /// The type of the body without parameters, in lower case.
    public var mediaType: String? {
        headers[.contentType].map { value in
            String(value.prefix { $0 != ";" }).trimmingSpaces().lowercased()
        }
    }
}

extension StringProtocol {
    /// Without spaces and tabs around it, as header values are read.
    func trimmingSpaces() -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let start = firstIndex(where: { !isSpace($0) }), let end = lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(self[start...end])
    }
}
