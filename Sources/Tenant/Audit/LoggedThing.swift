import Web

/// What the log tells of besides records and people.
enum LoggedThing: String {
    case role, team, tag, view
    case customField = "custom_field"

    /// As it stands within a sentence.
    /// - Parameter name: what the event says it is called.
    func words(_ name: HTML) -> Phrase {
        switch self {
        case .role: "the role \(html: name)"
        case .team: "the team \(html: name)"
        case .tag: "the tag \(html: name)"
        case .view: "the view \(html: name)"
        case .customField: "the field \(html: name)"
        }
    }
}

extension LoggedEvent {
    /// Nil for a record, a person, and whatever goes without a name.
    var thing: Phrase? {
        guard let thing = LoggedThing(rawValue: recordType), let ownName else { return nil }
        return thing.words("<b><bdi>\(ownName)</bdi></b>")
    }

    /// Kept in the event itself, and therefore known of what is long gone. Fields and roles go by their label.
    private var ownName: String? {
        let kept = changes(seenAs: nil)
        let name = kept.first { $0.name == "label" } ?? kept.first { $0.name == "name" }
        return (name?.after ?? name?.before)?.string
    }
}
