import Postgres

/// What schemas should look like, by version; each is built once.
actor DriftTemplates {
    struct Template: Sendable {
        let digest: String
        let facts: [String: String]
    }

    private let platform: Platform
    private var templates: [String: Task<Template, any Error>] = [:]

    init(_ platform: Platform) {
        self.platform = platform
    }

    func template(of plan: SchemaPlan) async throws -> Template {
        let task = templates[plan.version] ?? Task { [platform] in try await Self.build(plan, on: platform) }
        templates[plan.version] = task
        return try await task.value
    }

    private static func build(_ plan: SchemaPlan, on platform: Platform) async throws -> Template {
        try await SchemaTemplate(plan, on: platform).use { transaction, schema in
            let answers = try await transaction.pipeline([
                "select set_config('search_path', 'pg_catalog', true)", SchemaFingerprint.digests(of: [schema.description]),
                SchemaFingerprint.facts(of: schema.description),
            ])
            let digest = try answers[1].first.map { try $0.decode((String, String).self).1 } ?? ""
            return Template(digest: digest, facts: try answers[2].facts)
        }
    }
}
