import Platform

/// The features of the CRM. A schema is built in this order, so a feature stands behind those whose tables it refers to.
public enum Features {
    static let all: [CRMFeature] = [
        .home, .users, .calendar, .security, .apiKeys, .roles, .teams, .sharing, .customFields, .companies, .contacts, .views, .duplicates,
        .imports, .exports, .bulk, .audit, .trash, .notes, .comments, .attachments, .tags, .notifications, .search, .administration,
    ]

    /// In the order in which people meet them.
    static var inMenuOrder: [CRMFeature] {
        all.enumerated().sorted { ($0.element.menu?.order ?? 0, $0.offset) < ($1.element.menu?.order ?? 0, $1.offset) }.map(\.element)
    }

    /// As the platform provisions, migrates and runs them.
    public static let platform: [Feature] = all.map(\.platformFeature)
}
