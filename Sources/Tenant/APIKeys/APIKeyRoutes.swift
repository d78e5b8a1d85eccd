import Foundation
import Hummingbird
import Platform
import Web

extension CRMFeature {
    static var apiKeys: CRMFeature {
        var feature = CRMFeature("api-keys")
        feature.settings = [
            SettingsEntry(
                label: "API keys", detail: "For your own programs", path: "/profile/api-keys", icon: .key, order: 5, isForAdmins: false)
        ]
        feature.pages = { APIKeyRoutes(crm: $1).register(on: $0) }
        return feature
    }
}

/// Where people make keys for their programs, and end them.
struct APIKeyRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/profile/api-keys", handler: list)
        pages.page(.post, "/profile/api-keys", handler: make)
        pages.page(.post, "/profile/api-keys/{id}/revocation", handler: revoke)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await page(request, context, typed: FormData(), errors: [])
    }

    @Sendable private func make(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.requireConfirmation()
        let form = try await request.form()
        do {
            let name = form.string("name")
            let key = try await APIKeys(scope: context.scope).make(
                named: name, scopes: scopes(form), expiresAt: expiry(form, at: context.scope.now),
                telling: UserMail(context).keyMade(for: try EmailAddress(context.viewer.email), name: name))
            return try await page(request, context, typed: FormData(), errors: [], made: key)
        } catch Failure.invalid(let errors) {
            return try await page(request, context, typed: form, errors: errors)
        }
    }

    private func scopes(_ form: FormData) -> KeyScopes {
        switch form.string("range") {
        case "read": KeyScopes(KeyScopes.all.filter { $0.hasSuffix(".\(Action.view.rawValue)") })
        case "all": KeyScopes(KeyScopes.all)
        default: KeyScopes(form.strings("scopes") + (form.bool("settings") ? [KeyScopes.settings] : []))
        }
    }

    private func expiry(_ form: FormData, at now: Date) -> Date? {
        Int(form.string("days")).flatMap { (1...3_650).contains($0) ? now.addingTimeInterval(Double($0) * 86_400) : nil }
    }

    @Sendable private func revoke(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await APIKeys(scope: context.scope).revoke(try context.id())
        return crm.redirect(context, to: "/profile/api-keys", saying: "The key does not work any more.")
    }

    private func page(
        _ request: Request, _ context: StaffContext, typed: FormData, errors: [FieldError], made: String? = nil
    ) async throws -> Response {
        let page = APIKeyPage(
            keys: try await APIKeys(scope: context.scope).list(), made: made, typed: typed, errors: errors, viewer: context.viewer,
            csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("API keys"), crumbs: [Crumb(context.texts("Your account"), href: "/profile")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: ReadingColumn(page.content).html)
    }
}
