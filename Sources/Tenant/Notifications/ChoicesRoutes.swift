import Foundation
import Hummingbird
import Platform
import Web

/// What somebody wants to be told of, where and when: `/profile/notifications`.
struct ChoicesRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/profile/notifications", handler: show)
        pages.page(.post, "/profile/notifications", handler: save)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let stored = try await context.scope.database.read(NotificationQueries.choices(of: userID)).decode(NotificationChoices.self)
        return page(request, context, ChoicesForm(stored.first ?? NotificationChoices()))
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let form = ChoicesForm(typed: try await request.form())
        guard let choices = form.choices else { return page(request, context, form) }
        let (scope, zone) = (context.scope, context.viewer.timeZone)
        let due = choices.mailTime(after: scope.now, in: zone)
        try await scope.database.transaction { transaction in
            try await transaction.execute(NotificationQueries.save(choices, of: userID))
            if try await transaction.execute(NotificationQueries.postpone(of: userID, to: due)) > 0 {
                try await MailNotifications.enqueue(for: userID, at: due, in: transaction)
            }
        }
        crm.unread.forget(userID, of: context.tenant.id)
        return crm.redirect(context, to: "/profile/notifications", saying: "Saved.")
    }

    private func page(_ request: Request, _ context: StaffContext, _ form: ChoicesForm) -> Response {
        let texts = context.texts
        return crm.page(
            request, context, title: texts("Your notifications"), crumbs: [Crumb(texts("Your account"), href: "/profile")],
            status: form.errors.isEmpty ? .ok : .unprocessableContent,
            content: form.html(csrf: crm.csrf.token(for: context), zone: context.viewer.timeZone, texts: texts))
    }
}
