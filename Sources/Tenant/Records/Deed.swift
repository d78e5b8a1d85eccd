import Platform
import Web

/// What somebody did with a record, as a sentence.
struct Deed: Sendable {
    /// The last part of the event's kind, such as `created`.
    let verb: String
    private let who: HTML
    private let texts: Texts

    /// - Parameter actor: nil for the system itself.
    init(_ verb: String, actor: String?, texts: Texts) {
        self.verb = verb
        self.texts = texts
        who = "<b>\(actor ?? texts("The system"))</b>"
    }

    /// - Parameter what: the record, as it stands behind the verb.
    func sentence(_ what: HTML) -> HTML {
        switch verb {
        case "created": texts.html("\(html: who) created \(html: what)")
        case "updated": texts.html("\(html: who) updated \(html: what)")
        case "deleted": texts.html("\(html: who) deleted \(html: what)")
        case "restored": texts.html("\(html: who) restored \(html: what)")
        default: "\(who) \(verb) \(what)"
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
        case .api: "api"
        case .import: "import"
        case .job: "job"
        case .console: "console"
        case .provisioning: "provisioning"
        case .seed: "seed"
        }
    }
}
