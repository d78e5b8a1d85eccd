import Foundation
import Platform
import Support
import Tenant
import Web

/// A CSV file and what a client sends along with it.
struct ImportFixture {
    var type = "contact"
    var bytes: [UInt8]
    var options: [String: String] = [:]

    init(_ csv: String, type: String = "contact", options: [String: String] = [:]) {
        (bytes, self.type, self.options) = (Array(csv.utf8), type, options)
    }

    private static let boundary = "fixture-boundary"
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    var body: [UInt8] {
        var body: [UInt8] = []
        for (name, value) in options.merging(["record_type": type], uniquingKeysWith: { first, _ in first }) {
            body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n".utf8
        return body + bytes + "\r\n--\(Self.boundary)--\r\n".utf8
    }
}

extension TestClient {
    func send(_ fixture: ImportFixture) async throws -> TestAnswer {
        try await send("POST", "/api/v1/imports", body: fixture.body, headers: ["Content-Type": ImportFixture.contentType])
    }

    /// Sends the file and waits until it has been dealt with.
    func take(_ fixture: ImportFixture) async throws -> JSONValue {
        let accepted = try await send(fixture)
        guard accepted.status == 202, let path = accepted.location else { throw UnexpectedAnswer(accepted) }
        return try await finished(path)
    }

    func finished(_ path: String) async throws -> JSONValue {
        var state = JSONValue.null
        try await eventually {
            state = try await get(path).json
            return ["checked", "done", "failed"].contains(state["state"]?.string)
        }
        return state
    }

    func rejects(of source: JSONValue) async throws -> String {
        try await get("/api/v1/imports/\(source["id"]?.string ?? "")/rejects.csv").text
    }

    /// All contacts or companies that a query finds.
    func records(_ path: String) async throws -> [JSONValue] {
        try await get("/api/v1/\(path)").json["data"]?.array ?? []
    }
}

extension JSONValue {
    func count(_ name: String) -> Int { self["counts"]?[name]?.int ?? -1 }
}
