import Platform

/// The features of the CRM. A schema is built in this order, so a feature stands behind those whose tables it refers to.
public enum Features {
    static let all: [CRMFeature] = [.home, .users, .companies, .contacts, .imports]

    /// As the platform provisions, migrates and runs them.
    public static let platform: [Feature] = all.map(\.platformFeature)
}
