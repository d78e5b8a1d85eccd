import Platform
import Web

/// How records hang together with others, as a link field says it, read in either direction: the company of a contact, the
/// contacts of a company.
struct Relation: Sendable {
    enum Direction {
        /// The link stands on the record itself.
        case one
        /// The link stands on each of the others.
        case many
    }

    /// As filters name it: `company`, `contacts`, `parent`, `subsidiaries`.
    let name: String
    let label: Phrase
    let direction: Direction
    let link: Field
    /// What is at the other end, as the viewer sees it.
    let target: RecordType
}

extension Viewer {
    /// What records of `type` hang together with, as far as the viewer may see any of it.
    func relations(of type: RecordType) -> [Relation] {
        (linked(by: type) + linking(to: type)).filter { may(.view, $0.target.name) }
    }

    func relation(_ name: String, of type: RecordType) -> Relation? {
        relations(of: type).first { $0.name == name }
    }

    private func linked(by type: RecordType) -> [Relation] {
        type.fields(for: .filter).compactMap { field in
            guard case .link(let name) = field.type, let target = records.named(name) else { return nil }
            let short = field.name.hasSuffix("_id") ? String(field.name.dropLast(3)) : field.name
            return Relation(name: short, label: field.label, direction: .one, link: field, target: target)
        }
    }

    /// The first link of a type goes by the name of the type, further ones say which field is meant.
    private func linking(to type: RecordType) -> [Relation] {
        records.all.flatMap { other -> [Relation] in
            let links = other.fields(for: .filter).filter { if case .link(type.name) = $0.type { true } else { false } }
            return links.enumerated().map { place, field in
                let plural = other.name == type.name ? "subsidiaries" : other.plural
                let label = other.name == type.name ? Phrase("Subsidiaries") : other.pluralLabel
                return Relation(
                    name: place == 0 ? plural : "\(plural).\(field.name)", label: place == 0 ? label : "\(label) (\(field.label))",
                    direction: .many, link: field, target: other)
            }
        }
    }
}
