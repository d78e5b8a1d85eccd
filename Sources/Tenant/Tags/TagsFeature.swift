import Platform
import Web

extension CRMFeature {
    static var tags: CRMFeature {
        var feature = CRMFeature("tags")
        feature.migrations = TagSchema.migrations
        feature.consumers = [newTags]
        feature.settings = [
            SettingsEntry(label: "Tags", detail: "Their names and colours", path: "/settings/tags", icon: .tag, order: 40)
        ]
        feature.pages = { TagRoutes(crm: $1).register(on: $0) }
        feature.api = { TagAPI(crm: $1).register(on: $0) }
        return feature
    }

    /// Tags that people type appear among all others by themselves; those that were there before, too.
    private static let newTags = EventConsumer("tags", atMostEvery: .seconds(2), wantsHistory: true) { events, transaction in
        let names = Set(Tags.types.map(\.name))
        let ids = events.filter { names.contains($0.recordType) && $0.after?.contains("\"tags\"") == true }.map(\.id)
        if ids.isEmpty { return }
        try await transaction.execute(TagQueries.adopt(ids, Tags.types.map(\.table), at: transaction.scope.now))
    }
}
