import Hummingbird
import Testing

@testable import Web

struct EndpointTests {
    @Test func readsCarryTheirVersion() async throws {
        try await serving {
            $0.page("/api/contact") { request, _ in .versioned(ETag(version: 7), for: request) { $0.object { $0.field("id", 1) } } }
            $0.page(.patch, "/api/contact") { request, _ in
                try request.requireMatch(ETag(version: 7))
                return .json { $0.value(try! request.expectedVersion() ?? -1) }
            }
        }.talk { client in
            let read = try await client.get("/api/contact")
            #expect(read.header("etag") == "\"v7\"" && read.text == "{\"id\":1}")
            for tag in ["\"v7\"", "W/\"v7\"", "\"x\", \"v7\"", "*"] {
                let fresh = try await client.get("/api/contact", headers: ["if-none-match": tag])
                #expect(fresh.status == 304 && fresh.bytes.isEmpty)
            }
            for (headers, status, text) in [
                (["if-match": "\"v7\""], 200, "7"), (["if-match": "*"], 200, "-1"), ([:], 200, "-1"), (["if-match": "\"v6\""], 412, nil),
            ] as [([String: String], Int, String?)] {
                let reply = try await client.send(.PATCH, "/api/contact", headers: .init(Array(headers)))
                #expect(reply.status == status)
                if let text { #expect(reply.text == text) }
            }
        }
    }

    @Test func listsSayWhereTheyGoOn() async throws {
        try await serving {
            $0.page("/api/all") { _, _ in .list([1, 2]) { $0.value($1) } }
            $0.page("/api/part") { _, _ in
                .list(["a"], next: "x") {
                    $0.value($1)
                } rest: {
                    $0.field("total", 7)
                }
            }
        }.talk { client in
            let all = try await client.get("/api/all")
            #expect(all.text == "{\"data\":[1,2],\"next_cursor\":null}" && all.header("cache-control") == "private, no-store")
            #expect(try await client.get("/api/part").text == "{\"data\":[\"a\"],\"next_cursor\":\"x\",\"total\":7}")
        }
    }

    @Test func oneDeclarationIsRouteAndDescription() async throws {
        let table = RouteTable()
        let router = Router<BaseContext>.web(context: BaseContext.self)
        let app = Endpoints(router, table: table)
        let api = app.group("/api/v1")
        let contact = Schema.object([.required("id", .uuid.readOnly()), .optional("email", .email.nullable().example("a@b.c"))])
        api.get("/contacts", id: "contacts_list", summary: "Lists", tag: "Contacts", parameters: .list, responds: .list(.ref("Contact"))) {
            _, _ in
            .noContent
        }
        api.patch(
            "/contacts/{id}", id: "contacts_update", summary: "Changes", tag: "Contacts", body: .mergePatch(.ref("Contact")),
            responds: .one(.ref("Contact")), failures: [.conflict, .preconditionFailed]
        ) { _, _ in .noContent }
        api.post("/auth/token", id: "token", summary: "Signs in", tag: "Auth", body: .json(.any), responds: .created(.any), security: .none)
        { _, _ in
            .noContent
        }
        app.page("/contacts") { _, _ in .page("") }

        let document = OpenAPIDocument(title: "CRM", version: "1", endpoints: table.endpoints, components: [("Contact", contact)])
        let json = try JSONValue(parsing: document.json)
        #expect(json["openapi"]?.string == "3.1.0")
        #expect(json["paths"]?.object?.names == ["/api/v1/contacts", "/api/v1/contacts/{id}", "/api/v1/auth/token"])
        let update = json["paths"]?["/api/v1/contacts/{id}"]?["patch"]
        #expect(update?["operationId"]?.string == "contacts_update")
        #expect(update?["parameters"]?[0]?["schema"]?["format"]?.string == "uuid")
        #expect(update?["requestBody"]?["content"]?["application/merge-patch+json"] != nil)
        #expect(
            update?["responses"]?.object?.names.sorted()
                == ["200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "503"])
        #expect(json["paths"]?["/api/v1/auth/token"]?["post"]?["security"] == [])
        #expect(json["components"]?["schemas"]?["Contact"]?["properties"]?["email"]?["type"] == ["string", "null"])
        #expect(json["components"]?["schemas"]?["Contact"]?["required"] == ["id"])
        #expect(json["components"]?["schemas"]?["Problem"] != nil)
    }
}
