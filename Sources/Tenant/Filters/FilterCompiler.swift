import Foundation
import Platform
import Postgres
import Web

/// Turns a filter into one predicate over alias `r`. Values are bound, names come from the record type; nothing else in the
/// product builds a `where` from what a person asked.
struct FilterCompiler {
    let type: RecordType
    let viewer: Viewer
    /// The moment from which spans such as "last week" are counted.
    let now: Date

    /// - Throws: `Failure.invalid` where a value does not fit its field.
    func compile(_ filter: Filter) throws -> SQL {
        switch filter {
        case .all(let parts): "(\(try parts.map(compile).joined(by: " and ")))"
        case .any(let parts): "(\(try parts.map(compile).joined(by: " or ")))"
        case .not(let part): "(\(try compile(part))) is not true"
        case .condition(let condition): try compile(condition)
        }
    }

    private func compile(_ condition: FilterCondition) throws -> SQL {
        guard let field = type.field(condition.field) else { throw Failure.notFound }
        let values = ConditionValues(condition: condition, field: field, viewer: viewer, now: now)
        switch field.type {
        case .text, .longText, .email, .phone, .url: return text(field, condition)
        case .choice(let choices): return try choice(field, condition, values.choices(choices))
        case .tags: return tags(field, condition)
        case .integer, .money: return try ordered(field, condition, values.integers().map { "\($0)" })
        case .date: return try span(field, condition, values.days().map { DayBounds(first: "\($0.first)", next: "\($0.next)") })
        case .instant: return try span(field, condition, values.instants().map { DayBounds(first: "\($0.first)", next: "\($0.next)") })
        case .bool: return try flag(field, condition, values.bool())
        case .user, .link: return try reference(field, condition, values.ids())
        case .rows, .custom: throw Failure.notFound
        }
    }

    private func text(_ field: Field, _ condition: FilterCondition) -> SQL {
        // No text and empty text say the same, wherever they are read from.
        let expression: SQL = field.isNullable ? "coalesce(\(field.expression), '')" : field.expression
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
        case .neq, .nin: "\(field.expression) <> all(\(values))"
        case .empty: "\(field.expression) = ''"
        case .nempty: "\(field.expression) <> ''"
        default: "\(field.expression) = any(\(values))"
        }
    }

    private func tags(_ field: Field, _ condition: FilterCondition) -> SQL {
        switch condition.comparison {
        case .neq, .nin: "not (\(field.expression) && \(condition.values))"
        case .empty: "\(field.expression) = '{}'"
        case .nempty: "\(field.expression) <> '{}'"
        default: "\(field.expression) && \(condition.values)"
        }
    }

    private func ordered(_ field: Field, _ condition: FilterCondition, _ values: [SQL]) throws -> SQL {
        // Comparisons of money are in minor units, without the currency that its selection carries.
        let expression = field.expression
        switch condition.comparison {
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
        let expression = field.expression
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
        "\(field.expression) = \(condition.comparison == .neq ? !value : value)"
    }

    private func reference(_ field: Field, _ condition: FilterCondition, _ ids: [UUID]) throws -> SQL {
        switch condition.comparison {
        case .neq, .nin: "(\(field.expression) = any(\(ids))) is not true"
        case .empty: "\(field.expression) is null"
        case .nempty: "\(field.expression) is not null"
        default: "\(field.expression) = any(\(ids))"
        }
    }
}
