import Foundation
import Platform
import Postgres
import Web

/// Turns a filter into one predicate over alias `r`; within questions about related records over `r1`, `r2`, …. Values are bound,
/// names come from the record type; nothing else in the product builds a `where` from what a person asked.
struct FilterCompiler {
    let type: RecordType
    let viewer: Viewer
    /// The moment from which spans such as "last week" are counted.
    let now: Date
    /// How many related records further in.
    var depth = 0
    /// Whether it stands beside alternatives, where the planner cannot join what a question is about.
    var isAlternative = false

    /// - Throws: `Failure.invalid` where a value does not fit its field.
    func compile(_ filter: Filter) throws -> SQL {
        switch filter {
        case .all(let parts): "(\(try parts.map(compile).joined(by: " and ")))"
        case .any(let parts): "(\(try parts.map { try amongOthers.compile($0) }.joined(by: " or ")))"
        case .not(let part): try negation(of: part)
        case .condition(let condition): try compile(condition)
        case .related(let condition): try compile(condition)
        }
    }

    private func negation(of part: Filter) throws -> SQL {
        if case .related(let condition) = part, let opposite = condition.opposite { return try compile(opposite) }
        return "(\(try amongOthers.compile(part))) is not true"
    }

    private var amongOthers: FilterCompiler {
        var compiler = self
        compiler.isAlternative = true
        return compiler
    }

    /// How the records at hand are called.
    var alias: SQL { depth == 0 ? "r" : "r\(literal: depth)" }

    func over(_ expression: SQL) -> SQL { depth == 0 ? expression : expression.reading("r", as: alias) }

    private func compile(_ condition: FilterCondition) throws -> SQL {
        guard let field = type.field(condition.field) else { throw Failure.notFound }
        let values = ConditionValues(condition: condition, field: field, viewer: viewer, now: now)
        switch field.type {
        case .text, .longText, .email, .phone, .url: return text(field, condition)
        case .choice(let choices): return try choice(field, condition, values.choices(choices))
        case .tags: return tags(field, condition)
        case .choices(let choices): return try several(field, condition, values.choices(choices))
        case .number: return try ordered(field, condition, values.numbers().map { FieldValue.number($0).bound(as: .number) })
        case .integer, .money: return try ordered(field, condition, values.integers().map { "\($0)" })
        case .date:
            return try span(field, condition, values.days().map { DayBounds(first: field.bound($0.first), next: field.bound($0.next)) })
        case .instant:
            return try span(field, condition, values.instants().map { DayBounds(first: field.bound($0.first), next: field.bound($0.next)) })
        case .bool: return try flag(field, condition, values.bool())
        case .user, .link: return try reference(field, condition, values.ids())
        case .rows, .custom: throw Failure.notFound
        }
    }

    private func text(_ field: Field, _ condition: FilterCondition) -> SQL {
        // No text and empty text say the same, wherever they are read from. A question for some text finds neither, and can
        // be answered from an index on demand.
        let isBlank = condition.values.allSatisfy(\.isEmpty) || condition.values.contains("")
        let isNullable = field.isNullable && (field.custom == nil || isBlank)
        let expression: SQL = isNullable ? "coalesce(\(over(field.expression)), '')" : over(field.expression)
        let value = condition.values.first ?? ""
        let pattern = escapedForLike(value)
        // E-mail addresses are stored in lower case, so their plain index answers.
        let comparable: SQL = if case .email = field.type { expression } else { "lower(\(expression))" }
        let lowered = condition.values.map { $0.lowercased() }
        switch condition.comparison {
        case .eq: return "\(comparable) = \(lowered[0])"
        case .neq: return "\(comparable) is distinct from \(lowered[0])"
        case .in: return "\(comparable) = any(\(lowered))"
        case .nin: return "(\(comparable) = any(\(lowered))) is not true"
        case .ncontains: return "(\(expression) ilike \("%\(pattern)%")) is not true"
        case .starts: return "\(expression) ilike \("\(pattern)%")"
        case .ends: return "\(expression) ilike \("%\(pattern)")"
        case .empty: return "\(expression) = ''"
        case .nempty: return "\(expression) <> ''"
        default: return "\(expression) ilike \("%\(pattern)%")"
        }
    }

    private func choice(_ field: Field, _ condition: FilterCondition, _ values: [String]) throws -> SQL {
        switch condition.comparison {
        case .neq where field.isNullable, .nin where field.isNullable: "(\(over(field.expression)) = any(\(values))) is not true"
        case .neq, .nin: "\(over(field.expression)) <> all(\(values))"
        case .empty where field.isNullable: "coalesce(\(over(field.expression)), '') = ''"
        case .empty: "\(over(field.expression)) = ''"
        case .nempty: "\(over(field.expression)) <> ''"
        // A list of one would cost the index its order.
        case .eq: "\(over(field.expression)) = \(values[0])"
        default: "\(over(field.expression)) = any(\(values))"
        }
    }

    /// A list in JSON; none where nothing is chosen.
    private func several(_ field: Field, _ condition: FilterCondition, _ values: [String]) throws -> SQL {
        switch condition.comparison {
        case .neq, .nin: "(\(over(field.expression)) ?| \(values)) is not true"
        case .empty: "\(over(field.expression)) is null"
        case .nempty: "\(over(field.expression)) is not null"
        default: "\(over(field.expression)) ?| \(values)"
        }
    }

    private func tags(_ field: Field, _ condition: FilterCondition) -> SQL {
        switch condition.comparison {
        case .neq, .nin: "not (\(over(field.expression)) && \(condition.values))"
        case .empty: "\(over(field.expression)) = '{}'"
        case .nempty: "\(over(field.expression)) <> '{}'"
        default: "\(over(field.expression)) && \(condition.values)"
        }
    }

    private func ordered(_ field: Field, _ condition: FilterCondition, _ values: [SQL]) throws -> SQL {
        // Comparisons of money are in minor units, without the currency that its selection carries.
        Self.compare(over(field.expression), condition.comparison, values)
    }

    static func compare(_ expression: SQL, _ comparison: FilterOperator, _ values: [SQL]) -> SQL {
        switch comparison {
        case .neq: return "\(expression) is distinct from \(values[0])"
        case .gt: return "\(expression) > \(values[0])"
        case .gte: return "\(expression) >= \(values[0])"
        case .lt: return "\(expression) < \(values[0])"
        case .lte: return "\(expression) <= \(values[0])"
        case .between: return "\(expression) between \(values[0]) and \(values[1])"
        case .empty: return "\(expression) is null"
        case .nempty: return "\(expression) is not null"
        default: return "\(expression) = \(values[0])"
        }
    }

    /// The first moment of a value and the first after it: a day is a span of instants, an instant one of no length.
    private struct DayBounds {
        let first: SQL
        let next: SQL
    }

    private func span(_ field: Field, _ condition: FilterCondition, _ spans: [DayBounds]) throws -> SQL {
        let expression = over(field.expression)
        switch condition.comparison {
        case .neq: return "(\(expression) >= \(spans[0].first) and \(expression) < \(spans[0].next)) is not true"
        case .gt, .after: return "\(expression) >= \(spans[0].next)"
        case .gte: return "\(expression) >= \(spans[0].first)"
        case .lt, .before: return "\(expression) < \(spans[0].first)"
        case .lte: return "\(expression) < \(spans[0].next)"
        case .between: return "(\(expression) >= \(spans[0].first) and \(expression) < \(spans[1].next))"
        case .empty: return "\(expression) is null"
        case .nempty: return "\(expression) is not null"
        default: return "(\(expression) >= \(spans[0].first) and \(expression) < \(spans[0].next))"
        }
    }

    private func flag(_ field: Field, _ condition: FilterCondition, _ value: Bool) throws -> SQL {
        "\(over(field.expression)) = \(condition.comparison == .neq ? !value : value)"
    }

    private func reference(_ field: Field, _ condition: FilterCondition, _ ids: [UUID]) throws -> SQL {
        switch condition.comparison {
        case .neq, .nin: "(\(over(field.expression)) = any(\(ids))) is not true"
        case .empty: "\(over(field.expression)) is null"
        case .nempty: "\(over(field.expression)) is not null"
        case .eq where ids.count == 1: "\(over(field.expression)) = \(ids[0])"
        default: "\(over(field.expression)) = any(\(ids))"
        }
    }
}
