import Foundation
import HTTPTypes
import Hummingbird
import Support
import Testing

@testable import Platform

@Suite struct S3BucketTests {
    @Test func wrongSecretIsRefused() async throws {
        let server = try S3Server()
        var settings = server.settings
        settings.secret = "wrong"
        let bucket = S3Bucket(settings)
        await #expect(throws: S3Failure(status: 403, code: "SignatureDoesNotMatch")) { try await bucket.verify() }
        settings.secret = server.settings.secret
        settings.bucket = "elsewhere"
        let elsewhere = S3Bucket(settings)
        await #expect(throws: S3Failure.self) { try await elsewhere.verify() }
    }

    @Test func signatureCoversTheContent() async throws {
        let service = try await TestService { _, _ in Response(status: .ok) }
        let settings = S3Settings(
            endpoint: "http://127.0.0.1:\(service.port)", bucket: "files", region: "eu-central-1", keyID: "AK", secret: "s")
        let digest = try await TenantFiles(tenantID: UUID(), store: S3Bucket(settings)).put(Array("hello".utf8))
        let put = try #require(service.asked.first { $0.method == "PUT" })
        #expect(put.headers[HTTPField.Name("x-amz-content-sha256")!] == digest.description)
        #expect(put.headers[.authorization]?.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date") == true)
        #expect(put.headers[.contentLength] == "5")
    }

    @Test func linkOpensTheFileWithoutAKey() async throws {
        let server = try S3Server(isOpen: true)
        let files = TenantFiles(tenantID: UUID(), store: S3Bucket(server.settings))
        let digest = try await files.put(Array("hello".utf8))
        let link = try #require(files.link(to: digest, downloadedAs: "Quote \"7\"\u{fc}\r\nX: y.pdf"))
        let vendor = Vendor("S3", base: server.settings.endpoint)
        let answer = try await vendor.send(OutboundRequest(.get, link))
        #expect(answer.status == 200 && answer.text == "hello")
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"Quote _7____X: y.pdf\"")
        let late = S3Bucket(server.settings, now: { Date(timeIntervalSinceNow: -3_600) })
        let expired = try #require(TenantFiles(tenantID: UUID(), store: late).link(to: digest, downloadedAs: "x", for: .seconds(60)))
        #expect(try await vendor.send(OutboundRequest(.get, expired)).status >= 400)
    }
}
