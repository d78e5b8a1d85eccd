import Foundation
import Platform
import Postgres
import Web

extension NotificationKind {
    /// Somebody has named me in a comment.
    static let mentioned = NotificationKind(
        name: "mentioned", label: "I am mentioned in a comment", icon: .quote,
        occasions: { events, _ in
            events.filter { $0.kind == "comment.created" || $0.kind == "comment.updated" }.flatMap { event in
                let known = event.kind == "comment.created" ? [] : event.before("mentions")?.ids ?? []
                return (event.after("mentions")?.ids ?? []).filter { !known.contains($0) }.map { Occasion($0, event) }
            }
        },
        sentence: { told in
            told.times == 1 ? "\(told.who) mentioned you on \(told.what)" : "\(told.who) mentioned you on \(told.what), \(told.times) times"
        })

    /// Somebody has answered where I have written. Whoever is named in the answer is told of that instead.
    static let replied = NotificationKind(
        name: "replied", label: "Somebody answers in a thread I am in", icon: .note,
        occasions: { events, transaction in
            let comments = events.filter { $0.kind == "comment.created" }
            let others = try await participants(of: comments.compactMap { $0.after("comment_id")?.id }, in: transaction)
            return comments.flatMap { event in
                let named = Set(event.after("mentions")?.ids ?? [])
                let thread = event.after("comment_id")?.id.flatMap { others[$0] } ?? []
                return thread.filter { !named.contains($0) }.map { Occasion($0, event) }
            }
        },
        sentence: { told in
            told.times == 1 ? "\(told.who) answered on \(told.what)" : "\(told.times) new answers on \(told.what), the last by \(told.who)"
        })

    /// Who has written in the threads of these answers, by answer.
    private static func participants(of answers: [UUID], in transaction: TenantTransaction) async throws -> [UUID: [UUID]] {
        if answers.isEmpty { return [:] }
        let rows = try await transaction.query(CommentQueries.participants(of: answers))
        return try Dictionary(grouping: rows.map { try $0.decode((UUID, UUID).self) }, by: \.0).mapValues { $0.map(\.1) }
    }
}
