import Foundation
import Platform
import Web

/// The filters of a list, each a chip that leads into the builder, and the ways to add one.
struct ListChips: Component {
    let state: ListState
    /// Names of the people and records that the filters speak of.
    let names: [String: String]
    let texts: Texts

    var html: HTML {
        "\(each: chips, { $0.html })\(addFilter)"
    }

    private var chips: [Chip] {
        let words = FilterWords(viewer: state.viewer, names: names, texts: texts)
        return state.look.filters.enumerated().map { index, filter in
            let sentence = words.sentence(filter, of: state.type)
            return Chip(
                sentence.subject, sentence.predicate, href: state.href(to: "\(state.type.path)/filter"),
                removeHref: state.href { $0.look.filters.remove(at: index) }, texts: texts)
        }
    }

    private var addFilter: HTML {
        // The name of whom or what a record is linked to is asked for by the link itself, or the other way round.
        let fields = state.type.fields(for: .filter).filter { !$0.type.operators.isEmpty && !$0.isLink && $0.name != "owner" }.map {
            field in
            MenuItem.link(texts(field.label), href: state.href { $0.adding = field.name })
        }
        let relations = state.viewer.relations(of: state.type).map { relation in
            MenuItem.link(texts(relation.label), href: builder(asking: relation))
        }
        let more: [MenuItem] = [
            .link(texts("Combine conditions"), href: state.href(to: "\(state.type.path)/filter"), icon: .filter), .divider,
        ]
        let related: [MenuItem] = relations.isEmpty ? [] : [.divider, .heading(texts("Related"))] + relations
        return Menu(
            texts("Add a filter"), summary: "<span class=\"chip add\">\(Icon.plus)\(texts("Filter"))</span>", opensAtStart: true,
            more + fields + related
        ).html
    }

    /// The builder with a question about related records begun.
    private func builder(asking relation: Relation) -> String {
        let address = state.href(to: "\(state.type.path)/filter")
        return "\(address)\(address.contains("?") ? "&" : "?")relate=\(relation.name.queryEscaped)"
    }
}
