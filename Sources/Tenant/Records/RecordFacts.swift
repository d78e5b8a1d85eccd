import Foundation
import Web

/// The fields of a record as people read them.
struct RecordFacts: Sendable {
    let record: Record
    let shown: Shown

    private var texts: Texts { shown.texts }

    /// Nil where there is nothing to say.
    func fact(_ field: Field) -> Fact? {
        let value = record[field.name]
        switch field.type {
        case .rows(let parts):
            return value.isEmpty ? nil : Fact(texts(field.label), rows(value, parts))
        case .link(let name):
            guard let id = value.id, let title = record[field.titleField].text,
                let target = RecordTypes.named(name)
            else { return nil }
            return Fact(texts(field.label), "<a href=\"\(target.path(id))\">\(title)</a>")
        case .user:
            return record[field.titleField].text.map { Fact(texts(field.label), Identity($0, size: .small).html) }
        case .bool:
            return value == .bool(true)
                ? Fact(texts(field.label), Badge(texts("Yes"), tone: field.custom == nil ? .warning : .neutral).html) : nil
        default:
            return shown.html(value, field).map { Fact(texts(field.label), $0) }
        }
    }

    private func rows(_ value: FieldValue, _ parts: [RowField]) -> HTML {
        let entries = value.entries.map { entry -> HTML in
            let pieces = parts.compactMap { part -> HTML? in
                if part.isFlag {
                    return part.name != "primary" && entry[part.name]?.bool == true ? Badge(texts(part.label), tone: .warning).html : nil
                }
                guard let text = entry[part.name]?.string, !text.isEmpty else { return nil }
                return part.name == "label" ? "<small>\(text)</small>" : shown.html(.text(text), part.asField)
            }
            return "<div>\(each: pieces.enumerated(), { "\(if: $0.offset > 0, " ")\($0.element)" })</div>"
        }
        return "\(each: entries, { $0 })"
    }
}
