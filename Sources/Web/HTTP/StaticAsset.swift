import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// One file ready to be sent: its bytes, the same bytes compressed, and a name for its content.
struct StaticAsset: Sendable {
    let contentType: String
    /// The first 16 hexadecimal digits of the content's SHA-256.
    let fingerprint: String
    private let bytes: ByteBuffer
    /// nil where gzip does not help.
    private let compressed: ByteBuffer?

    init(_ bytes: [UInt8], contentType: String) {
        self.contentType = contentType
        self.bytes = ByteBuffer(bytes: bytes)
        fingerprint = Web.fingerprint(bytes)
        let zipped = isText(contentType) ? gzip(self.bytes) : nil
        compressed = zipped.flatMap { $0.readableBytes < bytes.count ? $0 : nil }
    }

    /// Answers GET or HEAD for it.
    ///
    /// - Parameter isImmutable: Whether the address names the content, so that it never has to be asked for again.
    func response(to request: Request, isImmutable: Bool) -> Response {
        let tag = "\"\(fingerprint)\""
        var headers: HTTPFields = [
            .eTag: tag, .xContentTypeOptions: "nosniff", .vary: "Accept-Encoding",
            .cacheControl: isImmutable ? "public, max-age=31536000, immutable" : "public, no-cache",
        ]
        if let known = request.headers[.ifNoneMatch], known.contains(tag) || known == "*" {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        guard let compressed, acceptsGzip(request) else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
    }
}

/// 16 hexadecimal digits that name `bytes`: enough that two versions of a file never meet.
func fingerprint(_ bytes: [UInt8]) -> String {
    let digits = SHA256.hash(data: bytes).prefix(8).flatMap { [hexDigit($0 >> 4), hexDigit($0 & 15)] }
    return String(decoding: digits, as: UTF8.self)
}

/// A stylesheet that is made at run time, such as a tenant's brand, under an address that names its content.
public struct PlainAsset: Sendable {
    private let asset: StaticAsset
    /// `/brand/3f2a91c04b7d55e1.css` for the prefix `/brand/`.
    public let path: String

    public init(stylesheet: some Sequence<UInt8>, prefix: String) {
        asset = StaticAsset(Array(stylesheet), contentType: Web.contentType(ofFile: "x.css"))
        path = "\(prefix)\(asset.fingerprint).css"
    }

    /// Answers a request for `path`; another fingerprint is a brand that has changed meanwhile and gets the current
    /// one, but not for keeps.
    public func response(to request: Request) -> Response {
        asset.response(to: request, isImmutable: request.uri.path == path)
    }
}
