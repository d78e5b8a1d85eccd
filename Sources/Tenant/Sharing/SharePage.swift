import Foundation
import Platform
import Web

/// Who sees a record: why the reader does, whom it is shared with, and why anybody else does.
struct SharePage: Sendable {
    let record: Record
    let own: AccessReasons
    let shares: [Share]
    /// Of a colleague that the reader asks about.
    let asked: AccessReasons?
    /// Nil where the reader may not share it.
    let receivers: [Choice]?
    /// Nil where the reader may not ask about others.
    let people: [Choice]?
    let mayEdit: Bool
    let readerID: UUID?
    var typed: FormData?
    var errors: [FieldError] = []
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var path: String { "\(record.path)/shares" }

    var content: HTML {
        ReadingColumn(
            """
            \(Card(texts("Why you see this"), ReasonsView(access: own, person: nil, shown: shown).html))\
            \(Card(texts("Shared with"), "<div class=\"stack\">\(list)\(form)</div>"))\(question)
            """
        ).html
    }

    private var list: HTML {
        guard !shares.isEmpty else { return "<p class=\"muted\">\(texts("Nobody yet."))</p>" }
        return ItemList(
            shares.map { share in
                ItemList.Item(
                    share.name, detail: "\(texts(share.access.label)) · \(until(share)) · \(by(share))",
                    leading: share.receiver.teamID == nil ? Avatar(share.name, size: .small).html : Icon.users.html,
                    trailing: removal(of: share))
            }
        ).html
    }

    private func until(_ share: Share) -> String {
        guard let expiresAt = share.expiresAt else { return texts("without end") }
        return share.isOver(at: shown.now) ? texts("over since \(shown.moment(expiresAt))") : texts("until \(shown.moment(expiresAt))")
    }

    private func by(_ share: Share) -> String {
        texts(share.sharedBy.map { "shared by \($0)" } ?? "shared by somebody who has left")
    }

    private func removal(of share: Share) -> HTML? {
        guard receivers != nil || share.sharerID == readerID else { return nil }
        return Form(
            post: "\(path)/\(share.id.text)/removal", csrf: csrf, layout: .bare,
            Button(texts("Stop sharing with \(share.name)"), kind: .quiet, icon: .x, iconOnly: true).html
        ).html
    }

    private var form: HTML? {
        guard let receivers else { return nil }
        let accesses = Share.Access.allCases.filter { $0 == .view || mayEdit }.map { Choice($0.rawValue, texts($0.label)) }
        return Form(
            post: path, csrf: csrf,
            """
            \(FieldRow(
                FormField(
                    texts("Person or team"), name: "with", .select(receivers, blank: texts("Choose")), value: typed?.text("with") ?? "",
                    error: texts.error("with", in: errors) ?? texts.error("user_id", in: errors) ?? texts.error("team_id", in: errors)),
                FormField(
                    texts("May"), name: "access", .select(accesses), value: typed?.text("access"),
                    error: texts.error("access", in: errors)),
                FormField(
                    texts("Until the end of"), name: "expires_on", .date(), value: typed?.text("expires_on"),
                    error: texts.error("expires_at", in: errors),
                    help: texts("Blank for no end."))))\
            \(FormActions(Button(texts("Share"), kind: .primary)))
            """
        ).html
    }

    private var question: HTML? {
        guard let people else { return nil }
        let answer = asked.map { ReasonsView(access: $0, person: $0.viewer.name, shown: shown).html }
        let form = Form(
            get: path,
            """
            \(FormField(
                texts("Person"), name: "user", .select(people, blank: texts("Choose a person"), submits: true),
                value: asked?.viewer.userID?.text ?? "", hidesLabel: true))\(Button(texts("Show")))
            """)
        return Card(texts("Why does somebody else see it?"), "<div class=\"stack\">\(form)<div>\(answer)</div></div>").html
    }
}
