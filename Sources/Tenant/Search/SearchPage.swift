import Foundation
import Platform
import Web

/// The results of a search: the best of each type, or all of one with ways to narrow them.
struct SearchPage: Sendable {
    /// The best few of a type, and how many there are.
    struct Group: Sendable {
        let type: RecordType
        let records: [Record]
        let count: Int
    }

    /// All of one type, page by page.
    struct Listing: Sendable {
        let type: RecordType
        let records: [Record]
        let previousCursor: String?
        let nextCursor: String?
        let facets: [SearchFacets.Facet]
        /// Field, value and the filter that stands for them.
        let chips: [(field: String, value: String, filter: FilterParameter)]
    }

    /// No type is counted further.
    static let countLimit = 1_000

    /// Where its links lead: to what is shown, not to what was typed.
    let state: SearchState
    let typed: SearchWords
    let groups: [Group]
    let listing: Listing?
    let texts: Texts
    /// Where else something was found, such as notes.
    var others: [(source: SearchSource, hits: [SearchSource.Hit])] = []
    let shown: Shown

    var content: HTML {
        "\(form)\(notice)\(tabs)\(listing.map { results($0) } ?? overview)"
    }

    private var form: HTML {
        let field = FormField(
            texts("Search"), name: "q", .search, value: typed.typed, placeholder: texts("A name, an address or a number"),
            autofocus: state.words.isEmpty, hidesLabel: true)
        let type: HTML? = state.type.map { "<input type=\"hidden\" name=\"type\" value=\"\($0.name)\">" }
        return Form(get: "/search", id: "search-form", "\(field)\(type)\(Button(texts("Search")))").html
    }

    private var notice: HTML? {
        guard state.words != typed else { return nil }
        let link: HTML = "<a href=\"\(url: state.path(of: nil))\">\(state.words.text)</a>"
        return Notice(.info, texts.html("Nothing matches exactly. Shown instead: \(html: link)")).html
    }

    private var tabs: HTML? {
        guard !state.words.isEmpty, !groups.isEmpty else { return nil }
        let all = Tabs.Tab(texts("All"), href: state.path(of: nil), current: state.type == nil)
        return Tabs(
            texts("Kinds of records"),
            [all]
                + groups.map { group in
                    .init(
                        texts(group.type.pluralLabel), href: state.path(of: group.type), count: counted(group.count),
                        current: state.type?.name == group.type.name)
                }
        ).html
    }

    private func counted(_ count: Int) -> String {
        count > Self.countLimit ? "\(texts.grouped(Self.countLimit))+" : texts.grouped(count)
    }

    // MARK: All types

    private var overview: HTML {
        let cards = groups.filter { !$0.records.isEmpty }.map { group in
            let all: HTML = "<a href=\"\(url: state.path(of: group.type))\">\(texts("All \(counted(group.count))"))</a>"
            return Card(texts(group.type.pluralLabel), aside: group.count > group.records.count ? all : nil, list(group.records)).html
        }
        let writings = others.map { Card(texts($0.source.label), list($0.hits, $0.source)).html }
        return cards.isEmpty && writings.isEmpty ? nothing.html : ReadingColumn("\(each: cards + writings, { $0 })").html
    }

    private var nothing: EmptyState {
        state.words.isEmpty
            ? EmptyState(.search, title: texts("Search everything"), text: texts("Type a name, an address or a number."))
            : EmptyState(.search, title: texts("Nothing found"), text: texts("Try fewer or other words: a part of a name is enough."))
    }

    private func list(_ records: [Record]) -> HTML {
        ItemList(
            records.map { record in
                ItemList.Item(
                    record.title, href: record.path, detail: record[record.type.subtitleField].text ?? record["email"].text,
                    leading: Avatar(record.title, size: .medium).html)
            }
        ).html
    }

    private func list(_ hits: [SearchSource.Hit], _ source: SearchSource) -> HTML {
        ItemList(
            hits.map { hit in
                ItemList.Item(
                    hit.title, href: hit.path, detail: hit.text, leading: source.icon.html,
                    trailing: "<small>\(shown.since(hit.at))</small>")
            }
        ).html
    }

    // MARK: One type

    private func results(_ listing: Listing) -> HTML {
        let chips = listing.chips.map { Chip($0.field, $0.value, removeHref: state.path(without: $0.filter), texts: texts) }
        let bar: HTML? = chips.isEmpty ? nil : Toolbar("\(each: chips, { $0.html })").html
        let found: HTML = listing.records.isEmpty ? nothing.html : Card(nil, list(listing.records)).html
        let pager = Pager(
            previous: listing.previousCursor.map { state.path(at: $0) }, next: listing.nextCursor.map { state.path(at: $0) }, texts: texts)
        let isWhole = listing.previousCursor == nil && listing.nextCursor == nil
        let main: HTML = "\(bar)\(found)\(isWhole ? nil : pager.html)"
        if listing.facets.isEmpty { return ReadingColumn(main).html }
        return Grid(.wide, "<div class=\"stack\">\(main)</div><div class=\"stack\">\(each: listing.facets, { card($0) })</div>").html
    }

    private func card(_ facet: SearchFacets.Facet) -> HTML {
        let items = facet.values.map { value in
            ItemList.Item(
                value.label, href: state.path(with: value.filter),
                trailing: "\(value.count >= SearchFacets.looksAt ? "\(texts.grouped(SearchFacets.looksAt))+" : texts.grouped(value.count))",
                quiet: true)
        }
        return Card(texts(facet.field.label), ItemList(items).html).html
    }
}
