import Foundation
import Hummingbird
import Testing

@testable import Web

struct RoutingTests {
    private func declare(_ app: Endpoints<BaseContext>) {
        let contacts = app.group("/contacts")
        contacts.page("/{id}") { _, context in .page("\(context.parameters.get("id") ?? "")") }
        contacts.page(.post, "/{id}") { _, _ in .page("saved") }
        contacts.page("/new") { _, _ in .page("new") }
    }

    @Test func aWrongVerbIsToldTheRightOnes() async throws {
        try await serving(declare).talk { client in
            let reply = try await client.send(.DELETE, "/contacts/7")
            #expect(reply.status == 405)
            #expect(reply.header("allow") == "GET, HEAD, OPTIONS, POST")
            let new = try await client.send(.POST, "/contacts/new")
            #expect(new.status == 405)
            #expect(new.header("allow") == "GET, HEAD, OPTIONS")
            let nowhere = try await client.send(.DELETE, "/nowhere")
            #expect(nowhere.status == 404)
        }
    }

    @Test func optionsNameTheVerbs() async throws {
        try await serving(declare).talk { client in
            let reply = try await client.send(.OPTIONS, "/contacts/7")
            #expect(reply.status == 204)
            #expect(reply.header("allow") == "GET, HEAD, OPTIONS, POST")
        }
    }

    @Test func headWorksWhereverGetDoes() async throws {
        try await serving(declare).talk { client in
            let reply = try await client.send(.HEAD, "/contacts/12345")
            #expect(reply.status == 200)
            #expect(reply.header("content-length") == "5")
            #expect(reply.bytes.isEmpty)
        }
    }

    @Test func headOfAFailureHasNoBodyThatWouldSpoilTheConnection() async throws {
        try await serving(declare).talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("HEAD /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET /contacts/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let (text, _) = try await connection.readToEnd()
            let answers = text.components(separatedBy: "\r\n\r\n")
            #expect(answers.count == 3)
            #expect(answers.first?.hasPrefix("HTTP/1.1 404") == true)
            #expect(answers.dropFirst().first?.hasPrefix("HTTP/1.1 200") == true && answers.last == "7")
        }
    }

    @Test func theTableKnowsEveryAddress() {
        let app = Endpoints(Router<BaseContext>.web(context: BaseContext.self))
        declare(app)
        app.group("/api/v1").get("/things", id: "things_list", summary: "Lists", tag: "Things", responds: .list(.any)) { _, _ in
            .noContent
        }
        #expect(app.table.endpoints.map(\.path) == ["/contacts/{id}", "/contacts/{id}", "/contacts/new", "/api/v1/things"])
        #expect(app.table.endpoints.map(\.kind) == [.page, .page, .page, .api])
    }

    @Test func childContextsRefuseOrEnrich() async throws {
        try await serving { app in
            app.group(context: NamedContext.self).page("/me") { _, context in .page("\(context.name)") }
        }.talk { client in
            let me = try await client.get("/me", headers: ["x-forwarded-for": "1.2.3.4"])
            #expect(me.text == "127.0.0.1!")
        }
    }

    private struct NamedContext: WebContext, ChildRequestContext {
        var coreContext: CoreRequestContextStorage
        var web: WebStorage
        let name: String

        init(context: BaseContext) throws {
            coreContext = context.coreContext
            web = context.web
            name = context.clientAddress + "!"
        }
    }
}
