import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// A request to another machine.
public struct OutboundRequest: Sendable {
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Read from the disk while it is sent, so that its size does not matter.
        case file(path: String, size: Int)
    }

    public var method: HTTPRequest.Method
    public var url: String
    public var headers: HTTPFields
    public var body: Body

    public init(_ method: HTTPRequest.Method, _ url: String, headers: HTTPFields = [:], body: Body = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Whether doing it twice is doing it once: by its method (RFC 9110), or because the receiver recognises its key.
    var isRepeatable: Bool {
        [.get, .head, .put, .delete, .options].contains(method) || headers[.idempotencyKey] != nil
    }

    /// As the HTTP client takes it.
    var prepared: HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method.rawValue)
        for field in headers { request.headers.add(name: field.name.rawName, value: field.value) }
        if headers[.userAgent] == nil { request.headers.add(name: "User-Agent", value: "Tessera") }
        switch body {
        case .none: break
        case .bytes(let bytes): request.body = .bytes(ByteBuffer(bytes: bytes))
        case .file(let path, let size): request.body = .stream(FileChunks(path: path), length: .known(Int64(size)))
        }
        return request
    }
}

/// What came back.
public struct OutboundResponse: Sendable {
    public let status: Int
    public let headers: HTTPFields
    public let body: [UInt8]

    public var isSuccess: Bool { (200..<300).contains(status) }
    public var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPFields {
    init(_ headers: HTTPHeaders) {
        self.init()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { append(HTTPField(name: name, value: value)) }
        }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
