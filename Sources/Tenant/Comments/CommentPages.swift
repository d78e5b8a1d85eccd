import Foundation
import Platform
import Web

/// How comments look: on a record's page, and on pages of their own.
struct CommentPages {
    let record: ContributedRecord
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var path: String { record.record.path }

    init(record: ContributedRecord, csrf: String, shown: Shown) {
        (self.record, self.csrf, self.shown) = (record, csrf, shown)
    }

    init(_ record: ContributedRecord, _ context: StaffContext, _ crm: CRM) {
        self.init(record: record, csrf: crm.csrf.token(for: context), shown: context.shown)
    }

    /// On the page of the record.
    func card(_ threads: [CommentThread], open: Int, resolved: Int) -> HTML {
        let all: HTML? =
            resolved > 0 || open > threads.count
            ? "<a href=\"\(path)/comments\">\(resolved > 0 ? texts("\(resolved) resolved") : texts("All \(grouped: open)"))</a>" : nil
        let content = threads.isEmpty ? "<p class=\"muted\">\(texts("Everything is resolved."))</p>" : self.threads(threads)
        return Card(texts("Comments"), count: open, aside: all, id: "comments", content).html
    }

    func threads(_ threads: [CommentThread]) -> HTML {
        Posts(threads.map(thread)).html
    }

    private func thread(_ thread: CommentThread) -> HTML {
        let earlier: HTML? = thread.isCut ? "<p><a href=\"\(thread.first.path)\">\(texts("Earlier answers"))</a></p>" : nil
        let answers = [earlier].compactMap(\.self) + thread.answers.map { post($0) }
        return "\(post(thread.first))\(Posts(answers, answers: true))\(answer(thread))"
    }

    private func post(_ comment: Comment) -> HTML {
        Post(
            comment.author ?? texts("The system"), when: when(comment), badge: badge(comment), actions: menu(comment),
            id: "comment-\(comment.id.text)", Prose(comment.html).html
        ).html
    }

    private func badge(_ comment: Comment) -> Badge? {
        guard comment.resolvedAt != nil else { return nil }
        return Badge(comment.resolvedBy.map { texts("Resolved by \($0)") } ?? texts("Resolved"), tone: .success)
    }

    private func when(_ comment: Comment) -> HTML {
        let edited: HTML? = comment.editedAt.map { _ in " · <a href=\"\(comment.path)/revisions\">\(texts("edited"))</a>" }
        return "\(shown.time(comment.createdAt))\(edited)"
    }

    private func menu(_ comment: Comment) -> HTML? {
        guard record.mayAdd else { return nil }
        var items: [MenuItem] = []
        if comment.parentID == nil {
            let (label, verb) = comment.resolvedAt == nil ? (texts("Resolve"), "resolution") : (texts("Reopen"), "reopening")
            items.append(.post(label, action: "\(comment.path)/\(verb)", csrf: csrf, icon: comment.resolvedAt == nil ? .check : .undo))
        }
        if comment.authorID == record.scope.viewer.userID {
            items.append(.link(texts("Edit"), href: "\(comment.path)/edit", icon: .edit))
        }
        if record.mayChange(comment) {
            items.append(.post(texts("Delete"), action: "\(comment.path)/deletion", csrf: csrf, icon: .trash, isDanger: true))
        }
        return items.isEmpty
            ? nil : Menu(texts("What to do with this comment"), icon: .more, kind: .quiet, iconOnly: true, items).html
    }

    private func answer(_ thread: CommentThread) -> HTML? {
        guard record.mayAdd, thread.first.resolvedAt == nil else { return nil }
        let id = "answer-\(thread.first.id.text)"
        let form = Form(
            post: "\(path)/comments", csrf: csrf, behaviour: "mentions",
            """
            \(FormField("", name: "parent_id", .hidden, value: thread.first.id.text))\
            \(FormField(texts("Answer"), name: "body", .textarea(rows: 2), required: true, hidesLabel: true, id: id))\
            \(FormActions(Button(texts("Answer"), small: true)))
            """)
        return Disclosure(texts("Answer"), form.html).html
    }

    /// - Parameter comment: the one that is changed; nil for a new one.
    func form(_ comment: Comment?, typed: String, answering: String, problem: Phrase?, conflict: Comment?) -> HTML {
        let form = Form(
            post: comment?.path ?? "\(path)/comments", csrf: csrf, behaviour: "mentions",
            """
            \(FormField(
                texts("Comment"), name: "body", .textarea(rows: 6), value: typed, error: texts(ifAny: problem),
                help: texts("@ and a name tells a colleague."), required: true))\
            \(FormField("", name: "parent_id", .hidden, value: answering))\
            \(FormField("", name: "version", .hidden, value: (conflict ?? comment).map { "\($0.version)" }))\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: path)))
            """)
        let notice = conflict.map { current in
            Notice(
                .warning, title: texts("This comment was changed meanwhile"),
                "\(texts("Yours is below. Saving it replaces this:"))\(Prose(current.html))")
        }
        return ReadingColumn("\(notice)\(Card(nil, form.html))").html
    }

    /// What a comment says and said, the newest first.
    func history(_ comment: Comment, _ revisions: [CommentRevision]) -> HTML {
        let current = Post(
            comment.author ?? texts("The system"), when: "\(shown.moment(comment.editedAt ?? comment.createdAt))",
            badge: Badge(texts("Now"), tone: .brand), Prose(comment.html).html)
        let earlier = revisions.map { revision in
            Post(comment.author ?? texts("The system"), when: "\(shown.moment(revision.writtenAt))", Prose(revision.body.html()).html).html
        }
        return ReadingColumn(Card(record.record.title, Posts([current.html] + earlier).html).html).html
    }

    /// Offers to let those see the record who were mentioned but cannot.
    /// - Parameter mayShare: whether the person may.
    func sharing(_ comment: Comment, with people: [Viewer], mayShare: Bool) -> HTML {
        let title = record.record.title
        let items = people.map { ItemList.Item($0.name, detail: $0.email, leading: Avatar($0.name, size: .medium).html) }
        let explanation = texts("They will be told of your comment, but the link leads them nowhere.")
        let back = Button(texts("Leave it"), kind: .quiet, href: "\(path)#comment-\(comment.id.text)")
        let action: HTML =
            mayShare
            ? Form(
                post: "\(comment.path)/sharing", csrf: csrf,
                FormActions(Button(texts("Let them see it"), kind: .primary, icon: .eye), cancel: back).html
            ).html
            : """
            <p class="muted">\(texts("You may not share it yourself. Ask whoever owns it."))</p>\(FormActions(
                Button(texts("Back"), href: "\(path)#comment-\(comment.id.text)")))
            """
        return ReadingColumn(
            Card(texts("Not everybody you mentioned can see \(title)"), "<p>\(explanation)</p>\(ItemList(items))\(action)").html
        ).html
    }
}
