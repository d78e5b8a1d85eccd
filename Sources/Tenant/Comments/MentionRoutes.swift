import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// Who may be mentioned, and what to do about those who cannot see what they are mentioned on.
struct MentionRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/colleagues", handler: colleagues)
        pages.page(.get, "/comments/{id}/sharing", handler: offer)
        pages.page(.post, "/comments/{id}/sharing", handler: share)
    }

    @Sendable private func offer(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        let blind = try await comments.blind(found.comment, on: found.on) { try await context.scope.database.read($0) }
        guard !blind.isEmpty else { return .redirect(to: "\(found.on.record.path)#comment-\(found.comment.id.text)", type: .normal) }
        let mayShare = Shares(scope: context.scope, type: found.on.record.type).allows(found.on.record)
        return crm.page(
            request, context, title: context.texts("Share with those you mentioned"), crumbs: found.on.crumbs(context.texts),
            content: CommentPages(found.on, context, crm).sharing(found.comment, with: blind, mayShare: mayShare))
    }

    @Sendable private func share(_ request: Request, _ context: StaffContext) async throws -> Response {
        let comments = Comments(scope: context.scope)
        let found = try await comments.find(try context.id())
        let people = try await comments.blind(found.comment, on: found.on) { try await context.scope.database.read($0) }
        let shares = Shares(scope: context.scope, type: found.on.record.type)
        try await context.scope.database.transaction { transaction in
            for id in people.compactMap(\.userID) {
                let draft = ShareDraft(receiver: .user(id), access: .view, expiresAt: nil)
                _ = try await shares.add(draft, to: found.on.record.id, in: transaction)
            }
        }
        return crm.redirect(
            context, to: "\(found.on.record.path)#comment-\(found.comment.id.text)", saying: "They can see it now.")
    }

    /// `[{"name","detail"}]`: what a name that is being typed may become.
    @Sendable private func colleagues(_ request: Request, _ context: StaffContext) async throws -> Response {
        let text = try request.query().string("q")
        guard text.count <= 80 else { throw Failure.invalid("q", "too_long", "This is too long for a name.") }
        let people = try await context.scope.database.read(MentionQueries.matching(text)).decode(Mentions.Person.self)
        return .json(headers: [.cacheControl: "private, no-store"]) { json in
            json.array(people) { json, person in
                json.object { json in
                    json.field("name", person.name)
                    json.field("detail", person.email)
                }
            }
        }
    }
}
