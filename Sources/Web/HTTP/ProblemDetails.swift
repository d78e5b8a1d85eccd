import HTTPTypes
import Hummingbird

extension Failure {
    /// This failure as RFC 9457 problem details:
    /// `{"type","title","status","detail","request_id","errors"?:[{"field","code","message"}],"current"?}`.
    public func problem(requestID: String) -> Response {
        let bytes = JSONWriter.bytes { json in
            json.object { json in
                json.field("type", "/problems/\(slug)")
                json.field("title", title)
                json.field("status", status.code)
                json.field("detail", detail)
                json.field("request_id", requestID)
                writeExtensions(to: &json)
            }
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func writeExtensions(to json: inout JSONWriter) {
        switch self {
        case .invalid(let errors):
            json.field("errors", errors)
        case .conflict(_, let current?):
            json.field("current", current)
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
            $0.field("message", message)
        }
    }
}
