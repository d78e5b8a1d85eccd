import Hummingbird
import Platform
import Web

/// `openapi.json` and the page that shows it.
struct APIDescriptionRoutes {
    let crm: CRM
    let table: RouteTable

    func register(on openAPI: Endpoints<TenantContext>, pages: Endpoints<TenantContext>) {
        openAPI.get(
            "/openapi.json", id: "openapi", summary: "This description", tag: "Description", responds: .one(.any), security: .none
        ) { _, context in
            .json(document(context, try await records(context)).json, headers: [.cacheControl: "private, no-cache"])
        }
        pages.page("/api/docs") { request, context in
            let brand = context.tenant.brand.shown
            let plain = PlainPage(brand: brand, theme: request.theme, assets: crm.assets, width: .wide)
            return .page(APIReferencePage(document: document(context, try await records(context))).html(in: plain))
        }
    }

    /// The record types as whoever asks sees them, with the fields that their tenant has added; strangers see what every tenant has.
    private func records(_ context: TenantContext) async throws -> RecordCatalogue {
        guard let signedIn = context.signedIn else { return .standard }
        do {
            let scope = context.scope.signedIn(signedIn, cause: context.scope.actor.cause, requestID: context.web.requestID)
            try await scope.database.verify()
            return signedIn.viewer.records
        } catch Failure.unauthenticated {
            return .standard
        }
    }

    private func document(_ context: TenantContext, _ records: RecordCatalogue) -> OpenAPIDocument {
        OpenAPIDocument(
            title: "\(context.tenant.brand.name) API", version: "v1", introduction: Self.introduction, server: context.baseURL,
            endpoints: table.endpoints.map { described($0, records) }, components: records.all.flatMap { RecordSchema($0).components })
    }

    /// With parameters that know the fields at hand.
    private func described(_ endpoint: EndpointDescription, _ records: RecordCatalogue) -> EndpointDescription {
        guard let type = records.all.first(where: { endpoint.id.hasPrefix("\($0.plural)_") }) else { return endpoint }
        let known = Dictionary(RecordSchema(type).listParameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var endpoint = endpoint
        endpoint.parameters = endpoint.parameters.map { $0.place == .query ? known[$0.name] ?? $0 : $0 }
        return endpoint
    }

    private static let introduction = APIConvention.all.map { "**\($0.title).** \($0.text)" }.joined(separator: "\n\n")
}

/// What goes for every endpoint alike.
struct APIConvention: Sendable {
    let title: String
    /// Code stands between backticks.
    let text: String

    static let all = [
        APIConvention(
            title: "Sign-in",
            text: """
                Trade an address and a password for an access token at `POST /api/v1/auth/token`, and send it as \
                `Authorization: Bearer …`. It lives for some minutes; `POST /api/v1/auth/refresh` gives the next one.
                """),
        APIConvention(
            title: "Values",
            text: """
                JSON in UTF-8. Ids are UUIDs, instants RFC 3339 in UTC, dates `2026-03-31`, amounts whole numbers of minor units \
                beside an ISO currency. Members of a body that nobody knows are refused, so that a typing error never looks like success.
                """),
        APIConvention(
            title: "Lists",
            text: """
                Answers hold `data` and `next_cursor`. Send it as `cursor`, with the other parameters unchanged, until it is null.
                """),
        APIConvention(
            title: "Changes",
            text: """
                Records carry an `ETag`. Send it as `If-Match` and the change happens only if nobody was faster (412 otherwise). \
                `PATCH` is a JSON merge patch: members that are there replace, null empties, lists replace whole.
                """),
        APIConvention(
            title: "Custom fields",
            text: """
                What an account has added to its records stands in `custom`: `"custom": {"size": 44}`, and a `PATCH` merges within it. \
                Filters and sorting say `custom.size`: `filter[custom.size][gte]=40`, `sort=-custom.size`; the name of a person or record \
                that a field refers to is `custom.reviewer.name`. With a token, this description shows the fields that are there.
                """),
        APIConvention(
            title: "Trying again",
            text: """
                A `POST` that carries an `Idempotency-Key` may be repeated for a day: the first answer comes again and nothing is done \
                twice. 429 and 503 say in `Retry-After` how many seconds to wait.
                """),
        APIConvention(
            title: "Errors",
            text: """
                Failures are problem details (RFC 9457) as `application/problem+json`; `errors` names each field that is wrong. What \
                you may not see answers 404, like what is not there.
                """),
    ]
}
