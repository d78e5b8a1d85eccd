import Crypto
import Foundation
import HTTPTypes

/// AWS's signature, version 4, as S3 wants it
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
struct S3Signature: Sendable {
    let keyID: String
    let secret: Secret
    let region: String

    /// The request with the headers that prove who sent it. Every header it has already is signed as well.
    ///
    /// - Parameter digest: of the body.
    func signed(_ request: OutboundRequest, digest: FileDigest = .ofNothing, at date: Date) -> OutboundRequest {
        var request = request
        let target = SignedTarget(request.url)
        request.headers[.host] = target.host
        request.headers[.amzDate] = Moment(date).timestamp
        request.headers[.amzContentDigest] = digest.description
        let headers = request.headers.map { ($0.name.canonicalName, $0.value.trimmingCharacters(in: .whitespaces)) }.sorted { $0.0 < $1.0 }
        let names = headers.map(\.0).joined(separator: ";")
        let signature = signature(
            [
                request.method.rawValue, target.path, target.query([]), headers.map { "\($0):\($1)\n" }.joined(), names, digest.description,
            ], at: Moment(date))
        request.headers[.authorization] =
            "AWS4-HMAC-SHA256 Credential=\(keyID)/\(scope(Moment(date))),SignedHeaders=\(names),Signature=\(signature)"
        return request
    }

    /// An address that whoever has it may read from for `seconds`.
    func link(to url: String, query: [(String, String)] = [], for seconds: Int, at date: Date) -> String {
        let target = SignedTarget(url)
        let moment = Moment(date)
        let query = target.query(
            query + [
                ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(keyID)/\(scope(moment))"),
                ("X-Amz-Date", moment.timestamp), ("X-Amz-Expires", "\(seconds)"), ("X-Amz-SignedHeaders", "host"),
            ])
        let signature = signature(["GET", target.path, query, "host:\(target.host)\n", "host", "UNSIGNED-PAYLOAD"], at: moment)
        return "\(target.origin)\(target.path)?\(query)&X-Amz-Signature=\(signature)"
    }

    private func signature(_ canonicalRequest: [String], at moment: Moment) -> String {
        let digest = FileDigest(of: Data(canonicalRequest.joined(separator: "\n").utf8))
        let text = ["AWS4-HMAC-SHA256", moment.timestamp, scope(moment), digest.description].joined(separator: "\n")
        let key = [moment.day, region, "s3", "aws4_request"].reduce(SymmetricKey(data: Data("AWS4\(secret.revealed)".utf8))) { key, part in
            SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
        return HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).hexadecimal
    }

    private func scope(_ moment: Moment) -> String { "\(moment.day)/\(region)/s3/aws4_request" }
}

/// A date in the two forms that a signature holds.
private struct Moment {
    /// `20130524T000000Z`
    let timestamp: String
    var day: String { String(timestamp.prefix(8)) }

    init(_ date: Date) {
        timestamp = date.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }
}

/// An address as signatures see it: everything encoded in the one way, the query in order.
private struct SignedTarget {
    let origin: String
    let host: String
    let path: String
    private let items: [(String, String)]

    init(_ url: String) {
        let parts = URLComponents(string: url)
        host = (parts?.host ?? "") + (parts?.port.map { ":\($0)" } ?? "")
        origin = "\(parts?.scheme ?? "https")://\(host)"
        let path = parts?.path ?? ""
        self.path = path.isEmpty ? "/" : Self.encoded(path, keeping: "/")
        items = parts?.queryItems?.map { ($0.name, $0.value ?? "") } ?? []
    }

    func query(_ further: [(String, String)]) -> String {
        (items + further).map { (Self.encoded($0), Self.encoded($1)) }.sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
    }

    private static func encoded(_ text: String, keeping kept: String = "") -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved.union(CharacterSet(charactersIn: kept))) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension FileDigest {
    static let ofNothing = FileDigest(of: Data())
}

extension HTTPField.Name {
    fileprivate static let host = HTTPField.Name("Host")!
    fileprivate static let amzDate = HTTPField.Name("x-amz-date")!
    fileprivate static let amzContentDigest = HTTPField.Name("x-amz-content-sha256")!
}
