import Foundation
import Platform
import Web

/// One record: who it is, its facts, what happened, what belongs to it.
struct RecordPage: Sendable {
    let record: Record
    let timeline: RecordTimeline
    let related: [RelatedRecords]
    let isDeleted: Bool
    let mayEdit: Bool
    let mayDelete: Bool
    let csrf: String
    let shown: Shown
    /// What features add, in order.
    var composers: [HTML] = []
    var panels: [HTML] = []
    var asides: [HTML] = []
    /// What features add to the menu.
    var actions: [MenuItem] = []

    private var type: RecordType { record.type }
    private var texts: Texts { shown.texts }

    var crumbs: [Crumb] { [Crumb(texts(type.pluralLabel), href: type.path)] }

    var header: PageHeader {
        PageHeader(
            record.title, subtitle: subtitle, avatar: Avatar(record.title, size: .hero),
            badge: isDeleted ? Badge(texts("In the trash"), tone: .danger) : nil,
            actions: isDeleted ? restore : menu)
    }

    var primary: Button? {
        mayEdit && !isDeleted ? Button(texts("Edit"), kind: .primary, icon: .edit, href: "\(record.path)/edit", shortcut: "e") : nil
    }

    var content: HTML {
        RecordLayout(
            facts: Card(texts("Details"), DataList(facts).html).html,
            main: "\(each: composers + panels, { $0 })\(Card(texts("Timeline"), timeline.html))",
            related: related.isEmpty && asides.isEmpty ? nil : "\(each: related, { card($0) })\(each: asides, { $0 })"
        ).html
    }

    private var subtitle: HTML {
        let parts = ["job_title", "company", "industry", "city", "country"].compactMap { record[$0].text }
        return "\(each: parts.enumerated(), { "\(if: $0.offset > 0, " · ")<bdi>\($0.element)</bdi>" })"
    }

    private var restore: HTML? {
        guard mayDelete else { return nil }
        return Form(
            post: "\(record.path)/restoration", csrf: csrf, layout: .bare, Button(texts("Restore"), kind: .primary, icon: .undo).html
        ).html
    }

    private var menu: HTML? {
        var items = actions
        if mayDelete {
            let question = texts("Move \(record.title) to the trash?")
            items.append(
                .post(texts("Delete"), action: "\(record.path)/deletion", csrf: csrf, icon: .trash, isDanger: true, confirm: question))
        }
        return items.isEmpty ? nil : Menu(texts("More"), icon: .more, iconOnly: true, items).html
    }

    private var facts: [Fact] {
        let hidden = Set(type.titleFields + ["email", "phone"])
        return type.fields.filter { ($0.uses.contains(.form) || $0.uses == .system) && !hidden.contains($0.name) }.compactMap(
            RecordFacts(record: record, shown: shown).fact)
    }

    private func card(_ related: RelatedRecords) -> HTML {
        let items = related.records.map { record in
            ItemList.Item(
                record.title, href: record.path,
                detail: record[record.type.subtitleField == type.name ? "job_title" : record.type.subtitleField].text,
                leading: Avatar(record.title, size: .small).html)
        }
        let isCounted = related.total <= RelatedRecords.countLimit
        let label = isCounted ? texts("All \(grouped: related.total)") : texts("All")
        let all: HTML? = related.total > related.records.count ? "<a href=\"\(url: related.href)\">\(label)</a>" : nil
        return Card(
            related.title, count: isCounted ? related.total : nil, aside: all,
            items.isEmpty ? "<p class=\"muted\">\(texts("None yet."))</p>" : ItemList(items).html
        ).html
    }
}
