import Platform
import Web

extension Batch {
    /// What was asked for, as a heading.
    func title(_ type: RecordType?) -> Phrase {
        let records: Phrase = (total == 1 ? type?.label : type?.pluralLabel)?.lowercased() ?? "records"
        switch change {
        case .edit(let values) where values.isAboutOwner: return "Give \(grouped: total) \(records) to somebody"
        case .edit(let values):
            return "Edit \(list: values.fieldNames.map { type?.field($0)?.label ?? Phrase(english: $0) }) of \(grouped: total) \(records)"
        case .tags: return "Tag \(grouped: total) \(records)"
        case .delete: return "Delete \(grouped: total) \(records)"
        case .restore: return "Restore \(grouped: total) \(records)"
        case .revert: return "Undo what was done to \(grouped: total) \(records)"
        case .revertEvent: return "Undo one change"
        }
    }

    /// What came of it, in a sentence.
    func summary(_ type: RecordType?) -> Phrase {
        let changed = counts.changed
        let records: Phrase = (changed == 1 ? type?.label : type?.pluralLabel)?.lowercased() ?? "records"
        let done: Phrase
        switch change {
        case .delete:
            done = .plural(
                changed, one: "\(grouped: changed) \(records) is in the trash.", other: "\(grouped: changed) \(records) are in the trash.")
        case .restore:
            done = .plural(changed, one: "\(grouped: changed) \(records) is back.", other: "\(grouped: changed) \(records) are back.")
        case .revert, .revertEvent:
            done = .plural(
                changed, one: "\(grouped: changed) \(records) is as before.", other: "\(grouped: changed) \(records) are as before.")
        default:
            done = .plural(
                changed, one: "\(grouped: changed) \(records) was changed.", other: "\(grouped: changed) \(records) were changed.")
        }
        return counts.skipped == 0 ? done : "\(done) \(skipped)"
    }

    private var skipped: Phrase {
        .plural(
            counts.skipped, one: "\(grouped: counts.skipped) was left as it was.",
            other: "\(grouped: counts.skipped) were left as they were.")
    }

    func badge(_ texts: Texts) -> Badge {
        if revertedBy != nil { return Badge(texts("Undone")) }
        switch state {
        case .running: return Badge(texts("Running"), tone: .info)
        case .done: return Badge(texts("Done"), tone: .success)
        case .stopped: return Badge(texts("Stopped"), tone: .warning)
        case .failed: return Badge(texts("Failed"), tone: .danger)
        }
    }
}

extension JSONObject {
    fileprivate var isAboutOwner: Bool { names == ["owner_id"] }

    /// The fields that the values of an edit are for.
    fileprivate var fieldNames: [String] {
        members.flatMap { member in
            member.name == "custom" ? (member.value.object?.names ?? []).map { "custom.\($0)" } : [member.name]
        }
    }
}
