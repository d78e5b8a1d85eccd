/// How one tenant's schema differs from what its migrations build.
public struct TenantDrift: Sendable {
    /// One object of the schema that is not as it should be.
    public struct Difference: Sendable, Hashable {
        public enum Kind: String, Sendable {
            case missing, unexpected, changed
        }

        public let kind: Kind
        /// What it is and its name: `column contacts.email`, `grants on users`.
        public let object: String
        /// As the migrations build it; nil for what they do not build.
        public let expected: String?
        /// As it is; nil for what is missing.
        public let found: String?
    }

    public let slug: String
    /// The version that its ledger stands for; empty where that cannot be said.
    public let version: String
    /// By object.
    public let differences: [Difference]
    /// Why it could not be compared.
    public let problem: String?

    public var isClean: Bool { differences.isEmpty && problem == nil }
}

extension [TenantDrift.Difference] {
    /// What distinguishes two descriptions of a schema by object.
    static func between(expected: [String: String], found: [String: String]) -> [TenantDrift.Difference] {
        Set(expected.keys).union(found.keys).sorted().compactMap { object in
            let (wanted, actual) = (expected[object], found[object])
            guard wanted != actual else { return nil }
            let kind: TenantDrift.Difference.Kind = wanted == nil ? .unexpected : actual == nil ? .missing : .changed
            return TenantDrift.Difference(kind: kind, object: object, expected: wanted, found: actual)
        }
    }
}
