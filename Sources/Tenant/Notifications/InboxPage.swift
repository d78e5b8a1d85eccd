import Foundation
import Platform
import Web

/// The inbox: what one has been told, the latest first.
struct InboxPage: Sendable {
    let lines: [Inbox.Line]
    let onlyUnread: Bool
    let isFirst: Bool
    /// Where the next page begins; nil on the last.
    let next: String?
    let madeAt: Date
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var view: String { onlyUnread ? "unread" : "all" }

    var tabs: Tabs {
        Tabs(
            texts("Which notifications"),
            [
                .init(texts("Unread"), href: "/inbox", current: onlyUnread),
                .init(texts("All"), href: "/inbox?view=all", current: !onlyUnread),
            ])
    }

    var actions: HTML {
        let readAll: HTML? =
            lines.contains { !$0.stored.isRead }
            ? Form(
                post: "/inbox/reading", csrf: csrf, layout: .bare,
                "<input type=\"hidden\" name=\"up_to\" value=\"\(madeAt.liveTime)\">\(Button(texts("Mark all as read"), icon: .check))"
            ).html : nil
        return "\(readAll)\(Button(texts("Settings"), icon: .settings, href: "/profile/notifications"))"
    }

    var content: HTML {
        guard !lines.isEmpty || !isFirst else { return empty.html }
        let days = Dictionary(grouping: lines) { day($0.stored.at) }
        let cards = [texts("Today"), texts("Yesterday"), texts("Earlier")].compactMap { day in
            days[day].map { Card(day, ItemList($0.map(item)).html).html }
        }
        return ReadingColumn("\(each: cards, { $0 })\(pager)").html
    }

    private var empty: EmptyState {
        EmptyState(
            .inbox, title: texts(onlyUnread ? "Nothing new" : "Nothing yet"),
            text: texts("What is assigned to you, shared with you or asks for your answer comes in here."),
            action: onlyUnread ? Button(texts("Show all"), href: "/inbox?view=all").html : nil)
    }

    private var pager: HTML? {
        guard next != nil || !isFirst else { return nil }
        let first = "/inbox?view=\(view)"
        return Pager(previous: isFirst ? nil : first, next: next.map { "\(first)&cursor=\($0.queryEscaped)" }, texts: texts).html
    }

    private func day(_ date: Date) -> String {
        let days = shown.daysSince(date)
        return texts(days <= 0 ? "Today" : days == 1 ? "Yesterday" : "Earlier")
    }

    private func item(_ line: Inbox.Line) -> ItemList.Item {
        let isRead = line.stored.isRead
        let path = "/inbox/\(line.stored.id.text)"
        let mark = Form(
            post: "\(path)/\(isRead ? "unreading" : "reading")", csrf: csrf, layout: .bare,
            """
            <input type="hidden" name="view" value="\(view)">\
            \(Button(
                texts(isRead ? "Mark as unread" : "Mark as read"), kind: .quiet, icon: isRead ? .mail : .check, iconOnly: true, small: true))
            """)
        return ItemList.Item(
            line.sentence(texts), href: path, detail: shown.since(line.stored.at),
            leading: line.stored.actor.map { Avatar($0, size: .medium).html } ?? line.kind.icon.html, trailing: mark.html, quiet: isRead)
    }
}
