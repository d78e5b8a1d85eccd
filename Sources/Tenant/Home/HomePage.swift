import Platform
import Web

/// The page one starts from: how much there is, what happened, what is new.
struct HomePage: Sendable {
    /// What is counted of one record type, each up to where a person stops caring (`RecordTotal.exactUpTo`).
    struct Numbers: Sendable {
        let type: RecordType
        let all: Int
        /// Of the last 30 days.
        let new: Int
        let mine: Int
    }

    let numbers: [Numbers]
    let activity: [RecentActivity]
    /// The latest records, type by type.
    let newest: [[Record]]
    let mayCreate: Bool
    let shown: Shown

    private var texts: Texts { shown.texts }

    /// - Parameter counts: three for each of `types`, as `HomeQueries.counts` asks for them.
    static func numbers(_ types: [RecordType], _ counts: [Int]) -> [Numbers] {
        types.enumerated().map { Numbers(type: $1, all: counts[$0 * 3], new: counts[$0 * 3 + 1], mine: counts[$0 * 3 + 2]) }
    }

    var content: HTML {
        let lists = newest.filter { !$0.isEmpty }
        let happened = Card(texts("Recent activity"), activity.isEmpty ? nothingYet.html : timeline.html)
        return """
            \(Grid(.stats, "\(each: numbers, { cards($0) })"))\
            \(if: lists.isEmpty, "\(happened)", else: "\(Grid(.wide, "\(happened)<div class=\"stack\">\(each: lists, { list($0) })</div>"))")
            """
    }

    private func cards(_ numbers: Numbers) -> HTML {
        let type = numbers.type
        return """
            \(StatCard(
                texts(type.pluralLabel), value: bounded(numbers.all), note: texts("\(bounded(numbers.new)) new in the last 30 days"),
                href: type.path))\
            \(StatCard(texts("My \(type.pluralLabel.lowercased())"), value: bounded(numbers.mine), href: "\(type.path)?view=mine"))
            """
    }

    private func bounded(_ count: Int) -> String {
        count > RecordTotal.exactUpTo ? "\(texts.grouped(RecordTotal.exactUpTo))+" : texts.grouped(count)
    }

    private func list(_ records: [Record]) -> HTML {
        guard let type = records.first?.type else { return .empty }
        let items = records.map { record in
            ItemList.Item(
                record.title, href: record.path, detail: record[type.subtitleField].text, leading: Avatar(record.title, size: .medium).html)
        }
        let all: HTML = "<a href=\"\(url: "\(type.path)?sort=-created_at")\">\(texts("All"))</a>"
        return Card(texts("Newest \(type.pluralLabel.lowercased())"), aside: all, ItemList(items).html).html
    }

    private var nothingYet: EmptyState {
        EmptyState(
            .activity, title: texts("Nothing has happened yet"), text: texts("What you and your colleagues do shows up here."),
            action: mayCreate ? Button(texts("Add a contact"), kind: .primary, icon: .plus, href: "/contacts/new").html : nil)
    }

    private var timeline: Timeline {
        Timeline(
            activity.map { item in
                let type = RecordTypes.named(item.recordType)
                let title = item.title.isEmpty ? texts("a \(type?.label.lowercased() ?? "record")") : item.title
                return TimelineItem(
                    type?.icon ?? .activity,
                    Deed(item.kind, actor: item.actor, texts: texts).sentence(
                        "<a href=\"\(type?.path(item.recordID) ?? "/")\"><bdi>\(title)</bdi></a>"),
                    when: shown.since(item.at), instant: Instant.text(item.at))
            })
    }
}
