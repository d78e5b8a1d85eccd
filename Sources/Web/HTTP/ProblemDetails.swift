import HTTPTypes
import Hummingbird

extension Failure {
    /// This failure as RFC 9457 problem details:
    /// `{"type","title","status","detail","request_id","errors"?:[{"field","code","message"}],"current"?,"matches"?}`.
    public func problem(requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        let body = ByteBuffer(bytes: problemBytes(requestID: requestID))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    func problemBytes(requestID: String) -> [UInt8] {
        JSONWriter.bytes { json in
            json.object { json in
                json.field("type", "/problems/\(slug)")
                json.field("title", title.description)
                json.field("status", status.code)
                json.field("detail", detail.description)
                json.field("request_id", requestID)
                writeExtensions(to: &json)
            }
        }
    }

    private func writeExtensions(to json: inout JSONWriter) {
        switch self {
        case .invalid(let errors):
            json.field("errors", errors)
        case .conflict(_, let current?):
            json.field("current", current)
        case .duplicates(_, let matches):
            json.field("matches", matches)
        default:
            break
        }
    }
}

extension FieldError: JSONWritable {
    public func write(to json: inout JSONWriter) {
        json.object {
            $0.field("field", field)
            $0.field("code", code)
            $0.field("message", message.description)
        }
    }
}
