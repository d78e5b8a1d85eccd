import Foundation
import HTTPTypes

/// Files in a bucket of S3, or of anything that speaks like it, addressed by path.
public struct S3Bucket: FileStore {
    private let bucket: String
    private let signature: S3Signature
    private let vendor: Vendor
    private let now: @Sendable () -> Date

    /// - Parameter now: what requests are signed for; the service refuses clocks that are minutes off.
    public init(_ settings: S3Settings, now: @escaping @Sendable () -> Date = { Date() }) {
        bucket = settings.bucket
        signature = S3Signature(keyID: settings.keyID, secret: settings.secret, region: settings.region)
        vendor = Vendor("S3", base: settings.endpoint)
        self.now = now
    }

    public func keep(fileAt path: String, as name: FileName) async throws {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        if try await self.size(of: name) != size {
            let put = OutboundRequest(.put, url(name.key), body: .file(path: path, size: size))
            // The file's own name is what the signature wants to know of its content.
            try await check(send(put, digest: name.digest, timeout: .seconds(600)))
        }
        try FileManager.default.removeItem(atPath: path)
    }

    public func size(of name: FileName) async throws -> Int? {
        let answer = try await send(OutboundRequest(.head, url(name.key)))
        if answer.status == 404 { return nil }
        try check(answer)
        return answer.headers[.contentLength].flatMap { Int($0) }
    }

    public func lend(_ name: FileName) async throws -> LentFile {
        let file = LentFile(path: temporaryPath(), temporary: true)
        let answer = try await vendor.download(signature.signed(OutboundRequest(.get, url(name.key)), at: now()), to: file.path)
        if answer.status == 404 { throw FileMissing() }
        try check(answer)
        return file
    }

    public func remove(_ name: FileName) async throws {
        try await remove(key: name.key)
    }

    /// A page of keys at a time, until none is left.
    public func removeAll(of tenantID: UUID) async throws {
        let prefix = FileName.folder(of: tenantID) + "%2F"
        while true {
            let answer = try await send(OutboundRequest(.get, vendor.url("/\(bucket)?list-type=2&max-keys=500&prefix=\(prefix)")))
            try check(answer)
            // Our own keys hold nothing that XML would write differently.
            let keys = answer.text.matches(of: /<Key>([^<]+)<\/Key>/).map { String($0.1) }
            if keys.isEmpty { return }
            for key in keys { try await remove(key: key) }
        }
    }

    public func link(to name: FileName, downloadedAs filename: String, for duration: Duration) -> String? {
        let plain = filename.unicodeScalars.map { (0x20..<0x7F).contains($0.value) && !"\"\\".unicodeScalars.contains($0) ? "\($0)" : "_" }
        let disposition = "attachment; filename=\"\(plain.joined())\""
        return signature.link(
            to: url(name.key), query: [("response-content-disposition", disposition)], for: Int(duration.components.seconds), at: now())
    }

    public func place(of tenantID: UUID) -> String { url(FileName.folder(of: tenantID)) }

    public func verify() async throws {
        let bytes = Array("trial".utf8)
        let trial = url(".trial-\(UUID().uuidString)")
        try await check(send(OutboundRequest(.put, trial, body: .bytes(bytes)), digest: FileDigest(of: bytes)))
        try await check(send(OutboundRequest(.delete, trial)))
    }

    private func remove(key: String) async throws {
        let answer = try await send(OutboundRequest(.delete, url(key)))
        if answer.status != 404 { try check(answer) }
    }

    private func send(
        _ request: OutboundRequest, digest: FileDigest = .ofNothing, timeout: Duration = .seconds(30)
    ) async throws -> OutboundResponse {
        try await vendor.send(signature.signed(request, digest: digest, at: now()), timeout: timeout)
    }

    private func check(_ answer: OutboundResponse) throws {
        guard !answer.isSuccess else { return }
        throw S3Failure(status: answer.status, code: answer.text.firstMatch(of: /<Code>(\w+)<\/Code>/).map { String($0.1) })
    }

    private func url(_ key: String) -> String { vendor.url("/\(bucket)/\(key)") }
}

/// Where a bucket is, and who may use it.
public struct S3Settings: Sendable {
    /// Without the bucket's name: `https://s3.eu-central-1.amazonaws.com`.
    public var endpoint: String
    public var bucket: String
    public var region: String
    public var keyID: String
    public var secret: Secret

    public init(endpoint: String, bucket: String, region: String, keyID: String, secret: Secret) {
        self.endpoint = endpoint
        self.bucket = bucket
        self.region = region
        self.keyID = keyID
        self.secret = secret
    }
}

/// The store of files refused.
public struct S3Failure: Error, Hashable, CustomStringConvertible {
    public let status: Int
    /// As S3 names it: `AccessDenied`, `NoSuchBucket`, …
    public let code: String?

    public var description: String { "the store of files refused with \(code ?? "status \(status)")" }
}
