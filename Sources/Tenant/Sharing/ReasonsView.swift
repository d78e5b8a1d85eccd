import Platform
import Web

/// Why somebody sees a record, in sentences.
struct ReasonsView: Component {
    let access: AccessReasons
    /// Nil where it is the reader.
    let person: String?
    let shown: Shown

    private var texts: Texts { shown.texts }

    var html: HTML {
        guard access.sees else { return "<p>\(nothing)</p>" }
        return """
            <ul class="reasons">\(each: access.reasons, { "<li>\(texts($0.text(about: person, access.type, shown)))</li>" })</ul>\
            <p class="muted">\(mayDo)</p>
            """
    }

    private var nothing: String {
        let label = access.type.label.lowercased()
        return texts(person.map { "\($0) does not see this \(label)." } ?? "You do not see this \(label).")
    }

    private var mayDo: String {
        let actions = Phrase("\(list: access.actions.map(\.verb))")
        return texts(person.map { "\($0) may \(actions) it." } ?? "You may \(actions) it.")
    }
}
