import Foundation
import Platform
import Web

/// The form in which a filter is put together: conditions, groups of them, and questions about related records.
///
/// Every button sends all that was typed and gets the form back with one part more or less; a behaviour does the same without
/// loading the page anew.
struct FilterBuilder: Component {
    let draft: FilterDraft
    let state: ListState
    /// The query of the list that one came from, for the way back.
    let origin: String
    /// Whom fields that hold a person offer.
    let people: [Choice]
    let names: [String: String]
    /// How many records the filter finds; nil while something is wrong with it.
    let count: RecordTotal?
    let texts: Texts

    private var type: RecordType { state.type }

    var html: HTML {
        let isLeft = { @Sendable (name: String) in name == "filter" || name.hasPrefix("filter[") }
        return Form(
            get: "\(type.path)/filter", layout: .stacked, id: "filter-builder", behaviour: "builder",
            """
            <button class="unseen" name="do" value="apply" tabindex="-1" aria-hidden="true"></button>\
            \(HiddenFields(state, leaving: isLeft))<input type="hidden" name="from" value="\(origin)">\(group(draft, at: "f", of: type, depth: 0))\
            <div class="form-actions">\(Button(texts("Show \(type.pluralLabel.lowercased())"), kind: .primary, name: "do", value: "apply"))\
            <noscript>\(Button(texts("Show the fitting questions"), name: "do", value: ""))</noscript>\
            \(Button(texts("Cancel"), kind: .quiet, href: origin.isEmpty ? type.path : "\(type.path)?\(origin)"))\(found)</div>
            """
        ).html
    }

    private var found: HTML? {
        guard let count else { return nil }
        let number = count.isEstimate ? texts("about \(grouped: count.count)") : texts.grouped(count.count)
        return "<span class=\"push muted\" role=\"status\">\(texts("\(number) match"))</span>"
    }

    // MARK: Groups

    private func group(_ group: FilterDraft, at path: String, of type: RecordType, depth: Int) -> HTML {
        let joins = [
            Choice("all", texts("All of these hold")), Choice("any", texts("Any of these holds")),
            Choice("none", texts("None of these holds")),
        ]
        let label = texts(depth == 0 ? "How the conditions go together" : "How the conditions of this group go together")
        return """
            <fieldset class="builder-group"><legend class="unseen">\(texts("Conditions on \(type.pluralLabel.lowercased())"))</legend>\
            <input type="hidden" name="\(path).kind" value="\(group.kind.rawValue)">\
            <div class="builder-row">\(select(label, "\(path).join", joins, group.join.rawValue))\
            \(if: depth > 0 && group.kind == .group, remove(path, texts("Remove this group")))</div>\
            \(parts(of: group, at: path, type: type, depth: depth))</fieldset>
            """
    }

    private func parts(of group: FilterDraft, at path: String, type: RecordType, depth: Int) -> HTML {
        """
        \(each: group.parts.indices.map { $0 }, { part(group.parts[$0], at: "\(path).\($0)", of: type, depth: depth + 1) })\
        <div class="builder-row">\(add("add", path, texts("Condition")))\
        \(if: depth < FilterDraft.depthLimit - 2, add("group", path, texts("Group")))\
        \(if: depth < FilterDraft.depthLimit - 2 && !state.viewer.relations(of: type).isEmpty, add("relate", path, texts("Related records")))</div>
        """
    }

    private func part(_ part: FilterDraft, at path: String, of type: RecordType, depth: Int) -> HTML {
        switch part.kind {
        case .group: group(part, at: path, of: type, depth: depth)
        case .condition: condition(part, at: path, of: type)
        case .related: related(part, at: path, of: type, depth: depth)
        }
    }

    // MARK: Rows

    private func condition(_ part: FilterDraft, at path: String, of type: RecordType) -> HTML {
        let field = type.field(part.field)
        let questions = field.map { operators(of: $0, current: part.op) } ?? []
        let values = field.map { ValueControls(field: $0, part: part, path: path, people: people, names: names, texts: texts).html }
        return """
            <div class="builder-row"><input type="hidden" name="\(path).kind" value="condition">\
            \(select(texts("Field"), "\(path).field", fields(of: type, current: part.field), part.field, blank: texts("Choose a field")))\
            \(if: field != nil, "\(select(texts("Question"), "\(path).op", questions, part.op))\(values)")\
            \(remove(path, texts("Remove this condition")))\(problem(of: part))</div>
            """
    }

    private func related(_ part: FilterDraft, at path: String, of type: RecordType, depth: Int) -> HTML {
        let relations = state.viewer.relations(of: type)
        let relation = relations.first { $0.name == part.relation }
        let choices = relations.map { Choice($0.name, texts($0.label)) }
        return """
            <div class="builder-row"><input type="hidden" name="\(path).kind" value="related">\
            \(select(texts("Related records"), "\(path).relation", choices, part.relation, blank: texts("Choose what is related")))\
            \(relation.map { quantity(part, at: path, $0) })\(remove(path, texts("Remove this condition")))\(problem(of: part))</div>\
            \(relation.map { relation in
                """
                <fieldset class="builder-group"><legend class="unseen">\(texts("Conditions on \(relation.label.lowercased())"))</legend>\
                <div class="builder-row">\(select(texts("How the conditions go together"), "\(path).join", within, part.join.rawValue))</div>\
                \(parts(of: part, at: path, type: relation.target, depth: depth))</fieldset>
                """
            })
            """
    }

    private var within: [Choice] {
        [
            Choice("all", texts("for which all of these hold")), Choice("any", texts("for which any of these holds")),
            Choice("none", texts("for which none of these holds")),
        ]
    }

    private func quantity(_ part: FilterDraft, at path: String, _ relation: Relation) -> HTML {
        let sums = relation.target.summableFields
        let known = RelatedQuantity.allCases.filter { relation.direction == .many ? !$0.needsField || !sums.isEmpty : $0.operators.isEmpty }
        let choices = known.map { Choice($0.rawValue, texts($0.label)) }
        let questions = part.quantity.operators.map { Choice($0.rawValue, texts($0.label)) }
        let takesTwo = part.op == FilterOperator.between.rawValue
        return """
            \(select(texts("How many"), "\(path).quantity", choices, part.quantity.rawValue))\
            \(if: part.quantity.needsField, "\(select(texts("Number"), "\(path).field", sums.map { Choice($0.name, texts($0.label)) }, part.field))")\
            \(if: !questions.isEmpty, """
                \(select(texts("Question"), "\(path).op", questions, part.op))\(number("\(path).value", part.values.first))\
                \(if: takesTwo, "\(number("\(path).value2", part.values.dropFirst().first))")
                """)
            """
    }

    // MARK: Controls

    private func fields(of type: RecordType, current: String) -> [Choice] {
        type.fields(for: .filter).filter { field in
            !field.type.operators.isEmpty && (field.name == current || (!field.isLink && field.name != "owner"))
        }.map { Choice($0.name, texts($0.label)) }
    }

    /// What says the same as another question is left out, unless it is there already.
    private func operators(of field: Field, current: String) -> [Choice] {
        let isDay: Bool =
            switch field.type {
            case .date, .instant: true
            default: false
            }
        let doubled: Set<FilterOperator> = isDay ? [.gt, .gte, .lt, .lte] : []
        return field.type.operators.filter { !doubled.contains($0) || $0.rawValue == current }.map { Choice($0.rawValue, texts($0.label)) }
    }

    private func select(_ label: String, _ name: String, _ choices: [Choice], _ value: String, blank: String? = nil) -> FormField {
        FormField(
            label, name: name, .select(choices, blank: blank), value: value, hidesLabel: true,
            id: name.replacing(".", with: "-"))
    }

    private func number(_ name: String, _ value: String?) -> FormField {
        FormField(texts("Value"), name: name, .number(step: "1"), value: value, hidesLabel: true, id: name.replacing(".", with: "-"))
    }

    private func add(_ deed: String, _ path: String, _ label: String) -> HTML {
        Button(label, kind: .quiet, icon: .plus, name: "do", value: "\(deed):\(path)", small: true).html
    }

    private func remove(_ path: String, _ label: String) -> HTML {
        Button(label, kind: .quiet, icon: .x, name: "do", value: "remove:\(path)", iconOnly: true, small: true).html
    }

    private func problem(of part: FilterDraft) -> HTML? {
        part.problem.map { "<p class=\"error\" role=\"alert\">\(Icon.alert)\(texts($0))</p>" }
    }
}
