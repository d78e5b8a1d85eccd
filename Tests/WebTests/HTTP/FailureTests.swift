import Hummingbird
import Logging
import Testing

@testable import Web

struct FailureTests {
    private struct Unknown: Error {}
    private struct Database: Error {}

    @Test(arguments: [
        (Failure.notFound, 404), (.unauthenticated, 401), (.forbidden(reason: "x"), 403), (.invalid("a", "b", "c"), 422),
        (.badRequest(detail: "x"), 400), (.conflict(detail: "x"), 409), (.preconditionFailed, 412),
        (.overLimit(detail: "x"), 402), (.tooLarge, 413), (.unsupportedMedia, 415), (.methodNotAllowed(allow: [.get]), 405),
        (.tooManyRequests(retryAfter: 3), 429), (.unavailable(retryAfter: 7, detail: "x"), 503), (.unexpected, 500),
    ])
    func eachFailureIsAnsweredAsProblemDetails(failure: Failure, status: Int) async throws {
        try await serving { $0.page("/api/fail") { _, _ in throw failure } }.talk { client in
            let reply = try await client.get("/api/fail")
            #expect(reply.status == status)
            #expect(reply.header("content-type") == "application/problem+json")
            let problem = try reply.json()
            #expect(problem["status"]?.int == status)
            #expect(problem["type"]?.string == "/problems/\(failure.slug)")
            #expect(problem["title"]?.string == failure.title.description)
            #expect(problem["detail"]?.string == failure.detail.description)
            #expect(problem["request_id"]?.string == reply.header("x-request-id"))
        }
    }

    @Test func invalidFieldsAreNamed() async throws {
        let failure = Failure.invalid([.init(field: "email", code: "required", message: "Please enter an address.")])
        try await serving { $0.page("/api/fail") { _, _ in throw failure } }.talk { client in
            let errors = try await client.get("/api/fail").json()["errors"]
            #expect(errors == [["field": "email", "code": "required", "message": "Please enter an address."]])
        }
    }

    @Test func retryAfterAndAllowAndCurrentComeAlong() async throws {
        try await serving {
            $0.page("/api/later") { _, _ in throw Failure.unavailable(retryAfter: 7, detail: "x") }
            $0.page("/api/conflict") { _, _ in throw Failure.conflict(detail: "x", current: ["version": 3]) }
        }.talk { client in
            let later = try await client.get("/api/later")
            #expect(later.header("retry-after") == "7")
            let conflict = try await client.get("/api/conflict")
            #expect(try conflict.json()["current"]?["version"]?.int == 3)
        }
    }

    @Test func peopleGetThePageOfTheApplication() async throws {
        let failures = FailureMiddleware<BaseContext> { failure, _, context in "<h1>\(failure.title.description)</h1>" }
        try await serving(failures: failures) { $0.page("/fail") { _, _ in throw Failure.notFound } }.talk { client in
            let page = try await client.get("/fail", headers: ["accept": "text/html,application/json"])
            #expect(page.status == 404)
            #expect(page.text == "<h1>Not found</h1>")
            #expect(page.header("content-type") == "text/html; charset=utf-8")
            let json = try await client.get("/fail", headers: ["accept": "application/json"])
            #expect(json.header("content-type") == "application/problem+json")
            #expect(try await client.get("/nowhere").text == "<h1>Not found</h1>")
        }
    }

    @Test func unknownErrorsShowASafeSentenceAndLogTheirCause() async throws {
        let log = LogRecorder()
        try await serving(logger: log.logger) { $0.page("/api/fail") { _, _ in throw Unknown() } }.talk { client in
            let reply = try await client.get("/api/fail")
            #expect(reply.status == 500)
            #expect(!reply.text.contains("Unknown"))
            let id = try #require(reply.header("x-request-id"))
            #expect(log.lines.contains { $0.contains("Unknown") && $0.contains(id) })
        }
    }

    @Test func errorsOfOtherModulesAreMapped() async throws {
        let failures = FailureMiddleware<BaseContext>(mapping: { error in
            error is Database ? .unavailable(retryAfter: 2, detail: "The database is away.") : nil
        })
        try await serving(failures: failures) { $0.page("/api/fail") { _, _ in throw Database() } }.talk { client in
            let reply = try await client.get("/api/fail")
            #expect(reply.status == 503)
            #expect(reply.header("retry-after") == "2")
        }
    }

    @Test func errorsOfTheFrameworkJoinTheVocabulary() async throws {
        try await serving {
            $0.page("/api/error") { _, _ in throw HTTPError(.forbidden, message: "Not you.") }
            $0.page("/api/bare") { _, _ in Response(status: .conflict) }
        }.talk { client in
            let error = try await client.get("/api/error")
            #expect(try error.json()["detail"]?.string == "Not you.")
            let bare = try await client.get("/api/bare")
            #expect(try bare.json()["type"]?.string == "/problems/conflict")
        }
    }
}
