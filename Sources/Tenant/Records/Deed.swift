import Foundation
import Platform
import Web

/// What somebody did with a record, or with something that belongs to it, as a sentence.
struct Deed: Sendable {
    /// The last part of the event's kind, such as `created`; empty where the record itself is as it was.
    let verb: String
    private let attached: AttachedDeed?
    private let who: HTML
    private let texts: Texts

    /// - Parameters:
    ///   - kind: of the event.
    ///   - actor: nil for the system itself.
    init(_ kind: String, actor: String?, texts: Texts) {
        attached = AttachedDeed.of(kind)
        verb = attached == nil ? kind.split(separator: ".").last.map { String($0) } ?? "" : ""
        self.texts = texts
        who = "<b>\(actor ?? texts("The system"))</b>"
    }

    /// What the event kept of something that is not shown elsewhere.
    func quote(_ after: JSONObject?) -> String? {
        attached?.quotes == true ? after?["excerpt"]?.string : nil
    }

    var icon: Icon {
        attached?.icon ?? ["created": .plus, "updated": .edit, "deleted": .trash, "restored": .undo][verb] ?? .activity
    }

    /// - Parameter what: the record, as it stands behind the verb.
    func sentence(_ what: HTML) -> HTML {
        if let attached { return texts.html(attached.sentence(who, what)) }
        return switch verb {
        case "created": texts.html("\(html: who) created \(html: what)")
        case "updated": texts.html("\(html: who) updated \(html: what)")
        case "deleted": texts.html("\(html: who) deleted \(html: what)")
        case "restored": texts.html("\(html: who) restored \(html: what)")
        case "signed_in": texts.html("\(html: what) signed in")
        case "exported": texts.html("\(html: who) took out a file of records")
        case "merged": texts.html("\(html: who) merged \(html: what) with others")
        case "absorbed": texts.html("\(html: who) made another record part of \(html: what)")
        case "unmerged": texts.html("\(html: who) took \(html: what) apart again")
        case "purged": texts.html("\(html: who) took \(html: what) away for good")
        default: "\(who) \(verb.replacingOccurrences(of: "_", with: " ")) \(what)"
        }
    }

    /// - Parameter change: one field, from what to what.
    func changing(_ change: HTML) -> HTML {
        texts.html("\(html: who) changed \(html: change)")
    }

    func changing(fields count: Int) -> HTML {
        texts.html(.plural(count, one: "\(html: who) changed \(count) field", other: "\(html: who) changed \(count) fields"))
    }
}

extension Actor.Cause {
    /// Through what somebody acted, where it was not a page.
    var label: Phrase? {
        switch self {
        case .page: nil
        case .api: "API"
        case .import: "file import"
        case .bulk: "bulk change"
        case .reversal: "undo"
        case .job: "job"
        case .console: "console"
        case .provisioning: "provisioning"
        case .seed: "seed"
        }
    }
}
