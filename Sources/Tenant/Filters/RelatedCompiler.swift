import Platform
import Postgres
import Web

extension FilterCompiler {
    /// A question about related records becomes a subquery that shows no more of them than the viewer may see.
    func compile(_ condition: RelatedCondition) throws -> SQL {
        guard let relation = viewer.relation(condition.relation, of: type) else { throw Failure.notFound }
        let inner = FilterCompiler(type: relation.target, viewer: viewer, now: now, depth: depth + 1)
        if isAlternative, relation.direction == .one, condition.opposite != nil {
            return try inner.membership(of: over(relation.link.expression), condition)
        }
        let source = try inner.source(of: relation, linkedTo: self, condition.filter)
        switch condition.quantity {
        case .any: return "exists (select 1\(source))"
        case .none: return "not exists (select 1\(source))"
        case .count: return try count(source, condition)
        case .sum: return try number("coalesce(sum(\(try inner.summed(condition))), 0)", source, condition)
        case .min: return try number("min(\(try inner.summed(condition)))", source, condition)
        case .max: return try number("max(\(try inner.summed(condition)))", source, condition)
        }
    }

    private func source(of relation: Relation, linkedTo outer: FilterCompiler, _ filter: Filter?) throws -> SQL {
        switch relation.direction {
        case .one: try source("\(alias).id = \(outer.over(relation.link.expression))", filter)
        case .many: try source("\(over(relation.link.expression)) = \(outer.alias).id", filter)
        }
    }

    /// Finds the related records once, where they would else be looked up for every record that no other alternative holds for.
    private func membership(of link: SQL, _ condition: RelatedCondition) throws -> SQL {
        let ids: SQL = "select \(alias).id\(try source("true", condition.filter))"
        return condition.quantity == .none ? "(\(link) in (\(ids))) is not true" : "\(link) in (\(ids))"
    }

    private func source(_ link: SQL, _ filter: Filter?) throws -> SQL {
        let used = Set((filter?.fieldNames ?? []).compactMap { type.field($0)?.join })
        let joins = type.joins.filter { used.contains($0.name) }.map { " " + over($0.sql(viewer)) }.joined(by: "")
        var sql: SQL = """
             from \(type.table) \(alias)\(joins)
            where \(link) and \(alias).deleted_at is null and \(type.allows(.view, for: viewer, alias: alias))
            """
        if let filter { sql.append(" and \(try compile(filter))") }
        return sql
    }

    private func summed(_ condition: RelatedCondition) throws -> SQL {
        guard let field = condition.field.flatMap({ type.field($0) }) else { throw Failure.notFound }
        return over(field.expression)
    }

    private func number(_ aggregate: SQL, _ source: SQL, _ condition: RelatedCondition) throws -> SQL {
        guard let comparison = condition.comparison else { throw Failure.notFound }
        return Self.compare("(select \(aggregate)\(source))", comparison, try condition.numbers().map { "\($0)" })
    }

    /// Counting stops as soon as the answer is settled; whether there is one at all need not be counted.
    private func count(_ source: SQL, _ condition: RelatedCondition) throws -> SQL {
        guard let comparison = condition.comparison else { throw Failure.notFound }
        let numbers = try condition.numbers()
        switch (comparison, numbers[0]) {
        case (.gte, 1), (.gt, 0): return "exists (select 1\(source))"
        case (.eq, 0), (.lt, 1), (.lte, 0): return "not exists (select 1\(source))"
        default: break
        }
        let enough = min(max(numbers.max() ?? 0, 0), 1_000_000) + 1
        return Self.compare(
            "(select count(*) from (select 1\(source) limit \(enough)) as counted)", comparison, numbers.map { "\($0)" })
    }
}

extension RelatedCondition {
    /// What holds exactly where this does not; nil where that takes more than another quantity.
    var opposite: RelatedCondition? {
        switch quantity {
        case .any: replacing(.none)
        case .none: replacing(.any)
        case .count, .sum, .min, .max: nil
        }
    }

    private func replacing(_ quantity: RelatedQuantity) -> RelatedCondition {
        RelatedCondition(
            relation: relation, quantity: quantity, field: field, comparison: comparison, values: values, filter: filter)
    }

    fileprivate func numbers() throws -> [Int] {
        try values.map { text in
            guard let number = Int(text) else { throw Failure.invalid("filter", "invalid", "\"\(text)\" is not a whole number.") }
            return number
        }
    }
}
