import Foundation
import Platform
import Web

/// How files look: at the side of a record, and on a page of their own.
struct AttachmentPages {
    let record: ContributedRecord
    let limits: FileLimits
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var path: String { record.record.path }

    /// At the side of the record's page.
    func card(_ attachments: [Attachment], total: Int) -> HTML {
        let all: HTML? = total > attachments.count ? "<a href=\"\(path)/attachments\">\(texts("All \(grouped: total)"))</a>" : nil
        return Card(texts("Files"), count: total, aside: all, id: "files", "\(list(attachments))\(form(problem: nil))").html
    }

    /// - Parameter problem: why an upload was refused.
    func page(_ attachments: [Attachment], pager: HTML?, problem: Phrase?) -> HTML {
        let nothing = "<p class=\"muted\">\(texts("None yet."))</p>" as HTML
        return ReadingColumn("\(Card(nil, "\(attachments.isEmpty ? nothing : list(attachments))\(form(problem: problem))"))\(pager)").html
    }

    private func list(_ attachments: [Attachment]) -> HTML? {
        attachments.isEmpty ? nil : ItemList(attachments.map(item)).html
    }

    private func item(_ attachment: Attachment) -> ItemList.Item {
        ItemList.Item(
            attachment.fileName, href: attachment.path + (attachment.hasPreview ? "/preview" : "/content"),
            detail: [FileSize(bytes: attachment.size).text(texts), attachment.author, shown.since(attachment.createdAt)].compactMap { $0 }
                .joined(separator: " · "),
            leading: attachment.hasThumbnail
                ? Avatar(attachment.fileName, image: "\(attachment.path)/preview", size: .large).html : Icon.file.html,
            trailing: menu(attachment))
    }

    private func menu(_ attachment: Attachment) -> HTML {
        var items: [MenuItem] = [
            .link(texts("Download"), href: "\(attachment.path)/content", icon: .download),
            .link(texts("Link to it"), href: "\(attachment.path)/link", icon: .link),
        ]
        if record.mayChange(attachment) {
            items.append(.post(texts("Delete"), action: "\(attachment.path)/deletion", csrf: csrf, icon: .trash, isDanger: true))
        }
        return Menu(texts("What to do with \(attachment.fileName)"), icon: .more, kind: .quiet, iconOnly: true, items).html
    }

    /// The token stands in the address, since the body is read as it arrives.
    private func form(problem: Phrase?) -> HTML? {
        guard record.mayAdd else { return nil }
        let field = FormField(
            texts("Add files"), name: "file", .file(multiple: true), error: texts(ifAny: problem),
            help: texts("Or drop them anywhere on this page. Up to \(limits.file >> 20) MB each."), required: true, hidesLabel: true)
        return Form(
            post: "\(path)/attachments?\(CSRF.fieldName)=\(csrf.queryEscaped)", csrf: csrf, sendsFiles: true, behaviour: "upload",
            "\(field)\(FormActions(Button(texts("Upload"), icon: .upload, small: true)))"
        ).html
    }

    /// - Parameter address: nil until somebody has asked for one.
    func link(to attachment: Attachment, address: String?, until expiry: Date?) -> HTML {
        let choices = [("3600", texts("one hour")), ("86400", texts("one day")), ("604800", texts("one week"))].map { Choice($0.0, $0.1) }
        let form = Form(
            post: "\(attachment.path)/link", csrf: csrf,
            """
            \(FormField(texts("Good for"), name: "expires_in", .select(choices), value: "86400"))\
            \(FormActions(
                Button(texts("Make a link"), kind: .primary, icon: .link), cancel: Button(texts("Cancel"), kind: .quiet, href: path)))
            """)
        let made: HTML? = address.map { address in
            let until = expiry.map { texts("Good until \(shown.moment($0)).") } ?? ""
            return "\(CodeBlock(texts("Link"), address, copies: texts("Copy")))<p class=\"muted\">\(until)</p>"
        }
        let explanation = texts(
            "Whoever has the link can download the file without signing in, for as long as you can see this record yourself.")
        return ReadingColumn(Card(attachment.fileName, "<p>\(explanation)</p>\(made ?? form.html)").html).html
    }
}
