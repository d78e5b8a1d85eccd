import Platform
import Web

/// Records of one kind that link to the one being shown: the first few, and how many there are.
struct RelatedRecords: Sendable {
    let title: String
    let records: [Record]
    let total: Int
    let href: String

    private static let shown = 6
    /// Nobody counts further.
    static let countLimit = 1_000

    /// Of every kind that the viewer may see.
    static func question(about record: Record, _ context: StaffContext) throws -> Question<[RelatedRecords]> {
        // A field that a tenant has added is asked by an index, or not at all.
        let relations = context.viewer.relations(of: record.type).filter {
            $0.direction == .many && ($0.link.column != nil || $0.link.uses.contains(.related))
        }
        return Question.all(try relations.map { try question($0, about: record, context) }).map { $0.compactMap(\.self) }
    }

    /// Answered by nil where a list of none says nothing.
    private static func question(
        _ relation: Relation, about record: Record, _ context: StaffContext
    ) throws -> Question<RelatedRecords?> {
        let query = query(relation, record, context)
        return Question([try query.page(), try query.count(upTo: countLimit + 1)]) { answers in
            let records = try answers[0].prefix(shown).map { try $0.record(of: query.type, shape: query.shape) }
            let total = try answers[1].first?.decode(Int.self) ?? 0
            if total == 0 && relation.target.name == record.type.name { return nil }
            return RelatedRecords(
                title: title(relation, context.texts), records: records, total: total,
                href: "\(relation.target.path)?\(condition(relation, record).parameter.queryEscaped)=\(record.id)")
        }
    }

    private static func query(_ relation: Relation, _ record: Record, _ context: StaffContext) -> RecordQuery {
        var query = RecordQuery(relation.target, viewer: context.viewer, fields: relation.target.recordFields)
        query.narrow(to: .condition(condition(relation, record)), at: context.scope.now)
        query.limit = shown
        return query
    }

    private static func condition(_ relation: Relation, _ record: Record) -> FilterCondition {
        FilterCondition(field: relation.link.name, comparison: .eq, values: [record.id.text])
    }

    private static func title(_ relation: Relation, _ texts: Texts) -> String {
        relation.link.custom == nil ? texts(relation.label) : texts("\(relation.target.pluralLabel): \(relation.link.label)")
    }
}
