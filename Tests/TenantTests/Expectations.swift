import Foundation
import Support
import Testing
import Web

/// That `answer` is the refusal that clients are promised: problem details of this status, naming exactly these fields.
func expectProblem(
    _ answer: TestAnswer, _ status: Int, naming fields: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, "\(answer.text.prefix(400))", sourceLocation: sourceLocation)
    #expect(answer.header("Content-Type") == "application/problem+json", sourceLocation: sourceLocation)
    #expect(answer.json["status"]?.int == status, sourceLocation: sourceLocation)
    #expect(answer.json["request_id"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
    #expect(answer.wrongFields.sorted() == fields.sorted(), "\(answer.text.prefix(400))", sourceLocation: sourceLocation)
}

/// That the address does not take this method and says which it takes.
func expectWrongVerb(_ answer: TestAnswer, allows methods: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == 405, sourceLocation: sourceLocation)
    let allowed = answer.header("Allow")?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
    #expect(Set(allowed) == Set(methods), sourceLocation: sourceLocation)
}

extension TestAnswer {
    /// The ids of a list, in its order.
    var ids: [String] { json["data"]?.array?.compactMap { $0["id"]?.string } ?? [] }
    var id: String { json["id"]?.string ?? "" }
    var version: Int { json["version"]?.int ?? 0 }
    /// Problem details without what differs from request to request.
    var sameEachTime: JSONValue? {
        var object = json.object
        object?["request_id"] = nil
        return object.map { .object($0) }
    }
}

extension TestClient {
    /// Creates a record. - Throws: where it was refused.
    @discardableResult
    func create(_ path: String, _ body: JSONValue) async throws -> TestAnswer {
        let answer = try await post("/api/v1/\(path)", body)
        guard answer.status == 201 else { throw UnexpectedAnswer(answer) }
        return answer
    }

    /// Every id of a list, page after page.
    func walk(_ path: String, limit: Int) async throws -> [[String]] {
        var pages: [[String]] = []
        var cursor: String?
        repeat {
            let next = cursor.map { "&cursor=\($0)" } ?? ""
            let answer = try await get("/api/v1/\(path)limit=\(limit)\(next)")
            guard answer.status == 200, pages.count < 200 else { throw UnexpectedAnswer(answer) }
            pages.append(answer.ids)
            cursor = answer.json["next_cursor"]?.string
        } while cursor != nil
        return pages
    }
}

extension TestBrowser {
    /// What `found` finds on each page of a list, page after page.
    func leaf<Found>(through path: String, _ found: (String) -> [Found]) async throws -> [Found] {
        var (all, next): ([Found], String?) = ([], path)
        var pages = 0
        while let path = next {
            let page = try await get(path)
            guard page.status == 200, pages < 200 else { throw UnexpectedAnswer(page) }
            pages += 1
            all += found(page.text)
            next = page.text.firstMatch(of: #/href="([^"]+)" rel="next"/#).map { String($0.1).replacing("&amp;", with: "&") }
        }
        return all
    }
}

extension String {
    /// For a value in a query.
    var escaped: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
}

/// An id that no record has.
let unknownID = "01890000-0000-7000-8000-000000000000"
