import Foundation
import HTTPTypes
import Testing

@testable import Platform

/// The examples of AWS's own documentation, with their results
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and …/sigv4-query-string-auth.html).
@Suite struct S3SignatureTests {
    private let signer = S3Signature(
        keyID: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1")
    private let host = "https://examplebucket.s3.amazonaws.com"
    private let date = Date(timeIntervalSince1970: 1_369_353_600)

    private func authorization(_ request: OutboundRequest, digest: FileDigest = .ofNothing) -> String {
        signer.signed(request, digest: digest, at: date).headers[.authorization] ?? ""
    }

    @Test func readingAnObject() {
        let request = OutboundRequest(.get, "\(host)/test.txt", headers: [.range: "bytes=0-9"])
        #expect(
            authorization(request)
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func writingAnObject() {
        let body = Data("Welcome to Amazon S3.".utf8)
        let request = OutboundRequest(
            .put, "\(host)/test$file.text",
            headers: [.date: "Fri, 24 May 2013 00:00:00 GMT", HTTPField.Name("x-amz-storage-class")!: "REDUCED_REDUNDANCY"])
        #expect(
            authorization(request, digest: FileDigest(of: body)).hasSuffix(
                "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                    + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"))
    }

    @Test func parameterWithoutAValue() {
        #expect(
            authorization(OutboundRequest(.get, "\(host)/?lifecycle")).hasSuffix(
                "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"))
    }

    @Test func listingABucket() {
        #expect(
            authorization(OutboundRequest(.get, "\(host)/?max-keys=2&prefix=J")).hasSuffix(
                "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
    }

    @Test func addressThatIsSignedItself() {
        #expect(
            signer.link(to: "\(host)/test.txt", for: 86_400, at: date)
                == "\(host)/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
                + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }
}
