import HTTPTypes
import Hummingbird

/// The entity tag of a versioned record: `"v7"`.
///
/// Compression does not change it: the tag stands for the version, not for the bytes on the wire, so that what GET
/// answered can be sent back with `If-Match`. A `W/` that a proxy has put in front is ignored.
public struct ETag: Sendable, Hashable, CustomStringConvertible {
    public let version: Int

    public init(version: Int) {
        self.version = version
    }

    public var description: String { "\"v\(version)\"" }

    fileprivate func isNamed(in header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let tag = part.trimmingSpaces()
            return tag == "*" || tag == description || tag == "W/\(description)"
        }
    }
}

extension Request {
    /// Checks `If-Match` against the record as it is now. Without the header, any version will do.
    ///
    /// - Throws: `Failure.preconditionFailed` when the client's version is not the current one.
    public func requireMatch(_ current: ETag) throws(Failure) {
        guard let header = headers[.ifMatch] else { return }
        guard current.isNamed(in: header) else { throw .preconditionFailed }
    }

    /// The version that `If-Match` insists on, to be checked in the same statement that writes; nil without the header
    /// or for `*`.
    ///
    /// - Throws: `Failure.preconditionFailed` when the header names no version of ours.
    public func expectedVersion() throws(Failure) -> Int? {
        guard let header = headers[.ifMatch]?.trimmingSpaces(), header != "*" else { return nil }
        let tag = header.hasPrefix("W/") ? header.dropFirst(2) : header[...]
        guard tag.hasPrefix("\"v"), tag.hasSuffix("\""), let version = Int(tag.dropFirst(2).dropLast()) else {
            throw .preconditionFailed
        }
        return version
    }

    /// Whether the client has this version already (`If-None-Match`), so that 304 is enough.
    public func isFresh(_ current: ETag) -> Bool {
        headers[.ifNoneMatch].map(current.isNamed) ?? false
    }
}

extension Response {
    /// A versioned record: 304 when the client has it already, else the JSON with its `ETag`.
    public static func versioned(_ tag: ETag, for request: Request, _ body: (inout JSONWriter) throws -> Void) rethrows -> Response {
        let headers: HTTPFields = [.eTag: tag.description, .cacheControl: "private, no-cache"]
        guard !request.isFresh(tag) else { return Response(status: .notModified, headers: headers) }
        return try .json(headers: headers, body)
    }
}
