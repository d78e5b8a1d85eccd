import Postgres

/// Which tenants a bulk command means: `plan=pro,state=active`. Every key narrows the choice; none means all.
public struct TenantSelector: Sendable, Hashable {
    public var slug: String?
    public var plan: String?
    public var state: Tenant.State?

    public init() {}

    /// - Throws: `SelectorError`, a sentence that says what a selector may look like.
    public init(_ text: String) throws {
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard parts.count == 2, !parts[1].isEmpty else {
                throw SelectorError("\"\(pair)\" is no part of a selector: write key=value, separated by commas.")
            }
            try set(parts[0], to: parts[1])
        }
    }

    private mutating func set(_ key: String, to value: String) throws {
        switch key {
        case "slug": slug = value
        case "plan": plan = value
        case "state":
            guard let known = Tenant.State(rawValue: value) else {
                let states = Tenant.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw SelectorError("\"\(value)\" is no state: use one of \(states).")
            }
            state = known
        default: throw SelectorError("\"\(key)\" cannot be selected by: use slug, plan or state.")
        }
    }

    /// Over `platform.tenants t` and `platform.subscriptions s`.
    var condition: SQL {
        """
        (\(slug) is null or t.slug = \(slug)) and (\(plan) is null or s.plan = \(plan))
        and (\(state?.rawValue) is null or t.state = \(state?.rawValue))
        """
    }
}

public struct SelectorError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
