import Platform
import Web

/// The fields that were added to one record type.
struct CustomFieldListPage: Sendable {
    let type: RecordType
    /// Archived ones too.
    let fields: [CustomField]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var active: [CustomField] { fields.filter { !$0.isArchived } }
    private var archived: [CustomField] { fields.filter(\.isArchived) }

    var tabs: Tabs {
        Tabs(
            texts("Record types"),
            RecordTypes.all.map { other in
                Tabs.Tab(
                    texts(other.pluralLabel), href: "/settings/fields?type=\(other.name)",
                    count: other.name == type.name ? texts.grouped(active.count) : nil, current: other.name == type.name)
            })
    }

    var primary: Button? {
        guard active.count < CustomField.limit else { return nil }
        return Button(texts("New field"), kind: .primary, icon: .plus, href: "/settings/fields/new?type=\(type.name)", shortcut: "c")
    }

    var content: HTML {
        ReadingColumn("\(if: active.isEmpty, "\(empty)", else: "\(table)")\(if: !archived.isEmpty, "\(archive)")").html
    }

    private var empty: HTML {
        EmptyState(
            .list, title: texts("\(type.pluralLabel) have no fields of your own yet"),
            text: texts("Add what you need to know: it is in forms, lists, filters, files and the API at once."), action: primary?.html
        ).html
    }

    private var table: Table {
        Table(
            texts("Fields"),
            columns: [
                .init(texts("Label")), .init(texts("Type"), quiet: true), .init(texts("Name"), phone: .hidden, quiet: true),
                .init(texts("Rules"), phone: .badge),
            ],
            rows: active.enumerated().map { index, field in
                Table.Row(
                    id: field.id.uuidString, label: field.definition.label, href: field.path,
                    cells: [
                        "\(field.definition.label)", "\(texts(field.kind.label))", "<code>\(field.name.field)</code>", rules(of: field),
                    ], actions: order(of: field, isFirst: index == 0, isLast: index == active.count - 1))
            }, texts: texts)
    }

    private func rules(of field: CustomField) -> HTML {
        var badges: [Badge] = []
        if field.definition.isRequired { badges.append(Badge(texts("Required"), tone: .info, dot: false)) }
        if field.definition.isUnique { badges.append(Badge(texts("Unique"), tone: .info, dot: false)) }
        if field.indexedAt != nil { badges.append(Badge(texts("Indexed"), dot: false)) }
        return "\(each: badges, { "\($0) " })"
    }

    private func order(of field: CustomField, isFirst: Bool, isLast: Bool) -> HTML {
        Form(
            post: "\(field.path)/place", csrf: csrf, layout: .bare,
            """
            \(Button(
                texts("Move \(field.definition.label) up"), kind: .quiet, icon: .sortAscending, name: "direction", value: "up", iconOnly: true,
                disabled: isFirst, small: true))\
            \(Button(
                texts("Move \(field.definition.label) down"), kind: .quiet, icon: .sortDescending, name: "direction", value: "down",
                iconOnly: true, disabled: isLast, small: true))
            """
        ).html
    }

    private var archive: Card {
        let items = archived.map { field in
            ItemList.Item(
                field.definition.label, href: field.path, detail: texts(field.kind.label), leading: field.kind.icon.html,
                trailing: Form(
                    post: "\(field.path)/restoration", csrf: csrf, layout: .bare, Button(texts("Bring back"), icon: .undo, small: true).html
                ).html)
        }
        return Card(texts("Archived"), hint: texts("Hidden everywhere; the records keep the values."), ItemList(items).html)
    }
}
