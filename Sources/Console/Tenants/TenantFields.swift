import Foundation
import Platform
import Web

extension TenantSummary {
    /// What `tenant show` and everything that changes one tenant print.
    func fields(_ platform: Platform) -> [(String, JSONValue)] {
        [
            ("slug", .string(slug)), ("name", .string(name)), ("state", .string(state.rawValue)), ("plan", .optional(plan)),
            ("address", .string(platform.configuration.baseURL(ofTenant: slug))), ("trial_ends_at", .optional(trialEndsAt)),
            ("id", .string(id.text)), ("schema", .string(schema.description)),
            ("schema_version", .string(schemaVersion)),
            ("schema_state", .string(schemaVersion == platform.schemaPlan.version ? "current" : "behind")),
            ("created_at", .optional(createdAt)), ("updated_at", .optional(updatedAt)), ("purge_at", .optional(purgeAt)),
        ]
    }
}

extension JSONValue {
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func optional(_ date: Date?) -> JSONValue { date.map { .string(Instant.text($0)) } ?? .null }
    static func number(_ number: Int) -> JSONValue { .int(Int64(number)) }
}
