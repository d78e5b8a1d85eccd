import Foundation
import Platform
import Web

/// What each column is, how rows find their records, and what may follow.
struct ImportMappingForm: Sendable {
    let source: Import
    /// What the form shows: what is kept, or what somebody sent that was not right.
    let plan: ImportPlan
    let presets: [ImportPreset]
    let errors: [FieldError]
    let csrf: String
    let texts: Texts

    /// So many keys one after the other are enough for anybody.
    private static let keyLimit = 3

    private var type: RecordType { source.type }
    private var mapping: ImportMapping { ImportMapping(type: type) }

    var html: HTML {
        let form = Form(
            post: "\(source.path)/mapping", csrf: csrf,
            """
            \(ErrorSummary(texts("Please look at this again"), others: errors.map { texts($0.message) }))\
            \(Table(texts("Columns"), columns: columns, rows: source.header.indices.map(row), density: .compact, texts: texts))\
            \(FormField(
                texts("What to do with the rows"), name: "mode",
                .radios(ImportPlan.Mode.allCases.map { Choice($0.rawValue, texts($0.label)) }), value: plan.mode.rawValue))\
            \(keys)\(if: type.fields.contains(where: \.gathersLink), "\(createsLinks)")\(automations)\
            \(FormActions(
                Button(texts("Check"), kind: source.state == .mapping ? .primary : .secondary),
                cancel: Button(texts("Cancel"), kind: .quiet, href: "/imports")))
            """)
        return Card(texts("What the columns are"), hint: file, aside: presetMenu, form.html).html
    }

    private var file: String {
        texts("\(source.fileName) · \(source.encoding.label) · separated by \(source.dialect.delimiterLabel)")
    }

    private var presetMenu: HTML? {
        guard !presets.isEmpty else { return nil }
        let items = presets.map { preset in
            MenuItem.link(preset.name ?? "", href: "\(source.path)?preset=\(preset.id.text)")
        }
        return Menu(texts("Use a preset"), kind: .quiet, items).html
    }

    // MARK: Columns

    private var columns: [Table.Column] {
        [
            .init(texts("Column")), .init(texts("First rows")), .init(texts("Becomes"), phone: .line),
            .init(texts("If there is a value"), phone: .badge),
        ]
    }

    private func row(_ index: Int) -> Table.Row {
        let name = source.header[index].isEmpty ? texts("Column \(index + 1)") : source.header[index]
        let samples = source.sample.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }.prefix(3)
        let column = plan.columns[index]
        let field = FormField(
            name, name: "mapping[\(index)]", .select(targets, blank: texts("Ignore this column")), value: column?.field ?? "",
            hidesLabel: true)
        let rule = FormField(
            texts("What \(name) does to a value that is there"), name: "rules[\(index)]", .select(rules(column)),
            value: (column?.rule ?? .overwrite).rawValue, hidesLabel: true)
        return Table.Row(
            id: String(index), label: name, cells: ["\(name)", "\(samples.joined(separator: " · "))", field.html, rule.html])
    }

    private var targets: [Choice] { mapping.targets.map { Choice($0.name, texts($0.label)) } }

    /// A column may become one that holds several values, so all rules are offered where nothing else is known.
    private func rules(_ column: ImportColumn?) -> [Choice] {
        let rules = column.flatMap { mapping.target($0.field) }.map { type.rules(for: $0) } ?? ImportColumn.Rule.allCases
        return rules.map { Choice($0.rawValue, texts($0.label)) }
    }

    // MARK: What else is to be said

    private var keys: HTML {
        let choices = type.importKeys.map { Choice($0.name, texts(type.label(of: $0))) }
        let fields = (0..<min(Self.keyLimit, choices.count)).map { place in
            FormField(
                texts(place == 0 ? "Recognise records by" : "If that finds none, by"), name: "match_on[\(place)]",
                .select(choices, blank: texts("Nothing")), value: place < plan.keys.count ? plan.keys[place] : "")
        }
        return FieldSet(
            texts("Which record is a row about?"),
            help: texts("Used when rows update what is there. Rows that fit several records are rejected."),
            FieldRow(fields).html
        ).html
    }

    private var createsLinks: FormField {
        FormField(
            texts("Add linked records that are not there yet"), name: "create_missing", .checkbox, value: plan.createsLinks ? "1" : nil,
            help: texts("Without it, rows that link to something unknown are rejected."))
    }

    private var automations: FormField {
        FormField(
            texts("Let automations run for what is imported"), name: "fire_automations", .checkbox,
            value: plan.firesAutomations ? "1" : nil)
    }
}

extension Field {
    fileprivate var gathersLink: Bool { if case .link? = gathers { true } else { false } }
}

extension ImportPlan {
    /// What the form says about the columns of a file.
    init(_ form: FormData, columns count: Int) {
        columns = [:]
        for index in 0..<count {
            guard let field = form.nonEmpty("mapping[\(index)]") else { continue }
            columns[index] = ImportColumn(field: field, rule: ImportColumn.Rule(rawValue: form.string("rules[\(index)]")) ?? .overwrite)
        }
        mode = Mode(rawValue: form.string("mode")) ?? .create
        keys = (0..<8).compactMap { form.nonEmpty("match_on[\($0)]") }
        createsLinks = form.bool("create_missing")
        firesAutomations = form.bool("fire_automations")
    }
}
