import Foundation
import Platform
import Web

/// How notes look: among other things on a record's page, and on pages of their own.
struct NotePages {
    let record: ContributedRecord
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var path: String { record.record.path }

    /// On the page of the record.
    func card(_ notes: [Note], total: Int) -> HTML {
        let all: HTML? = total > notes.count ? "<a href=\"\(path)/notes\">\(texts("All \(grouped: total)"))</a>" : nil
        return Card(texts("Notes"), count: total, aside: all, id: "notes", posts(notes)).html
    }

    func posts(_ notes: [Note]) -> HTML { Posts(notes.map(post)).html }

    private func post(_ note: Note) -> HTML {
        let when: HTML = """
            \(shown.time(note.createdAt))\(if: note.isEdited, " · \(texts("edited"))")
            """
        return Post(
            note.author ?? texts("The system"), when: when,
            badge: note.isPinned ? Badge(texts("Pinned"), tone: .brand) : nil, actions: menu(note), id: "note-\(note.id.text)",
            Prose(note.body.html()).html
        ).html
    }

    private func menu(_ note: Note) -> HTML? {
        guard record.mayAdd else { return nil }
        var items: [MenuItem] = [
            .post(
                texts(note.isPinned ? "Unpin" : "Pin"), action: "\(note.path)/\(note.isPinned ? "unpinning" : "pinning")", csrf: csrf,
                icon: .star)
        ]
        if record.mayChange(note) {
            items += [
                .link(texts("Edit"), href: "\(note.path)/edit", icon: .edit),
                .post(texts("Delete"), action: "\(note.path)/deletion", csrf: csrf, icon: .trash, isDanger: true),
            ]
        }
        return Menu(texts("What to do with this note"), icon: .more, kind: .quiet, iconOnly: true, items).html
    }

    /// - Parameters:
    ///   - note: the one that is changed; nil for a new one.
    ///   - conflict: what somebody else has made of it meanwhile.
    func form(_ note: Note?, typed: String?, problem: Phrase?, conflict: Note? = nil) -> HTML {
        let field = FormField(
            texts("Note"), name: "body", .textarea(rows: 12), value: typed ?? note?.body.text, error: texts(ifAny: problem),
            help: texts("**bold**, *italic*, lists with -, links and tables work as in Markdown."), required: true)
        let version = FormField("", name: "version", .hidden, value: (conflict ?? note).map { "\($0.version)" })
        let form = Form(
            post: note?.path ?? "\(path)/notes", csrf: csrf,
            """
            \(field)\(version)\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: path)))
            """)
        return ReadingColumn("\(conflict.map(notice))\(Card(nil, form.html))").html
    }

    private func notice(_ current: Note) -> HTML {
        Notice(
            .warning, title: texts("Somebody changed this note meanwhile"),
            "\(texts("Yours is below. Saving it replaces theirs:"))\(Prose(current.body.html()))"
        ).html
    }
}
