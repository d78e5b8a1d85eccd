import Foundation
import Platform
import Web

/// Links that a form gives by name: where there are more records than a list can offer, one types.
struct NamedLinks: Sendable {
    private let links: [(field: Field, target: RecordType)]
    private let scope: TenantScope

    init(_ type: RecordType, in scope: TenantScope) {
        self.scope = scope
        links = type.fields(for: .form).filter { !$0.isReadOnly }.compactMap { field in
            guard case .link(let name) = field.type, let target = scope.viewer.records.named(name) else { return nil }
            return (field, target)
        }
    }

    /// What the form had been made with: an id and the name that stood for it.
    static func origin(of field: Field) -> String { "\(field.name)-was" }

    /// The form with ids where it has names. Whoever leaves a name as it was means the same record, however many are called so.
    /// - Throws: `Failure.invalid` for what no record is called that the viewer sees, or several are.
    func settled(_ form: FormData) async throws -> FormData {
        let named = links.filter { link in
            let text = form.string(link.field.name)
            // A record that the viewer does not see has no name, and stays.
            return text.isEmpty ? origin(of: link.field, in: form)?.name == "" : UUID(uuidString: text) == nil
        }
        if named.isEmpty { return form }
        let found = try await scope.database.read(
            Question.all(try named.map { try search(form.string($0.field.name), of: $0.target).question() }))
        var ids: [String: String] = [:]
        var errors: [FieldError] = []
        for ((field, target), hits) in zip(named, found) {
            do throws(FieldError) {
                ids[field.name] = try id(meantBy: form.string(field.name), in: form, of: field, target, hits.map(\.record))
            } catch {
                errors.append(error)
            }
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
        var settled = FormData()
        for entry in form.entries { settled.append(entry.name, ids[entry.name] ?? entry.value) }
        return settled
    }

    private func origin(of field: Field, in form: FormData) -> (id: UUID, name: Substring)? {
        let text = form.string(Self.origin(of: field))
        return UUID(uuidString: String(text.prefix(36))).map { ($0, text.dropFirst(37)) }
    }

    private func search(_ text: String, of target: RecordType) -> RecordSearch {
        RecordSearch(target, for: SearchWords(text), viewer: scope.viewer, limit: 50)
    }

    private func id(
        meantBy text: String, in form: FormData, of field: Field, _ target: RecordType, _ records: [Record]
    ) throws(FieldError) -> String {
        if let origin = origin(of: field, in: form), origin.name == text { return origin.id.text }
        if let id = target.id(inAddress: text) { return id.text }
        let meant = records.filter { folded($0.title) == folded(text) || $0["email"].text == text.lowercased() }
        if let only = meant.first, meant.count == 1 { return only.id.text }
        if meant.isEmpty {
            throw FieldError(
                field: field.name, code: "not_found",
                message: "There is no \(target.label.lowercased()) called \(text). Add it first, or choose another.")
        }
        throw FieldError(
            field: field.name, code: "ambiguous",
            message:
                "\(meant.count) \(target.pluralLabel.lowercased()) are called \(text). Give the address of the page of the one you mean.")
    }
}

extension RecordType {
    /// Out of the address of a record's page, as people copy it.
    fileprivate func id(inAddress text: String) -> UUID? {
        text.range(of: "\(path)/").flatMap { UUID(uuidString: String(text[$0.upperBound...].prefix(36))) }
    }
}
