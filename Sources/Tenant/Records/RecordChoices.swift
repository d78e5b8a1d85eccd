import Foundation
import Platform
import Postgres
import Web

/// What the form of a record offers to choose from.
struct RecordChoices: Sendable {
    /// Whom the viewer may make an owner.
    let people: [Choice]
    /// By field: records to link to, and whatever is chosen already; nothing where there are too many to choose from. And the tags
    /// that there are.
    let others: [String: [Choice]]

    private static let recordLimit = 300

    /// - Parameter record: the one that is edited; nil for a new one.
    static func load(for type: RecordType, editing record: Record? = nil, _ context: StaffContext) async throws -> RecordChoices {
        let links = type.fields(for: .form).compactMap { field -> (field: Field, target: RecordType)? in
            guard case .link(let name) = field.type, let target = context.viewer.records.named(name) else { return nil }
            return (field, target)
        }
        let targets = context.viewer.records.all.filter { target in links.contains { $0.target === target } }
        let queries = targets.map { target in
            var query = RecordQuery(target, viewer: context.viewer, fields: target.recordFields)
            query.sort = [SortKey(target.nameField)]
            query.limit = recordLimit
            return query
        }
        let answers = try await context.scope.database.read(
            [UserQueries.assignable(type, to: context.viewer), TagQueries.names] + queries.map { try $0.page() })
        var offered: [String: [Record]] = [:]
        for (query, rows) in zip(queries, answers.dropFirst(2)) where rows.count <= query.limit {
            offered[query.type.name] = try rows.map { try $0.record(of: query.type, shape: query.shape) }
        }
        var others = Dictionary(
            uniqueKeysWithValues: links.compactMap { link in
                offered[link.target.name].map { (link.field.name, choices(of: link.field, $0, record, context.texts)) }
            })
        if type.field("tags") != nil { others["tags"] = try answers[1].map { Choice(try $0.decode(String.self)) } }
        return RecordChoices(people: try answers[0].decode(Choice.self), others: others)
    }

    /// Whom the viewer may make an owner, where nothing else is asked for.
    static func people(for type: RecordType, _ context: StaffContext) async throws -> [Choice] {
        try await context.scope.database.read(UserQueries.assignable(type, to: context.viewer)).decode(Choice.self)
    }

    /// What is chosen already stays so, even where the viewer does not see it.
    private static func choices(of field: Field, _ offered: [Record], _ record: Record?, _ texts: Texts) -> [Choice] {
        let choices = offered.filter { $0.id != record?.id }.map { Choice($0.id.text, $0.title) }
        guard let chosen = record?[field.name].id?.text, !choices.contains(where: { $0.value == chosen }) else { return choices }
        return [Choice(chosen, record?[field.titleField].text ?? texts("another one"))] + choices
    }
}
