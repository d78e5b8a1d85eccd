import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// Looks whether what somebody adds is there already.
struct CreationGuard: Sendable {
    static let check = CreationCheck(
        verdict: { try await CreationGuard(draft: $0, transaction: $2, context: $3).verdict(on: $1, crm: $4) },
        refuse: { try await CreationGuard(draft: $0, transaction: $2, context: $3).refuse($1) })

    /// The parameter, and the field of forms, by which somebody adds a record all the same.
    static let parameter = "duplicates"

    let draft: Draft
    let transaction: TenantTransaction
    let context: StaffContext

    private var type: RecordType { context.viewer.records.refined(draft.type) }

    private func warning() async throws -> DuplicateWarning {
        guard type.duplicates != nil else { return .off }
        return try DuplicateWarning.of(try await transaction.query(DuplicateSettingQueries.warning(for: type)))
    }

    private func matches() async throws -> [LikelyDuplicate] {
        var prepared = draft
        try await RecordStore(type, in: context.scope).prepare(&prepared, in: transaction)
        return try await LikelyDuplicates(type, viewer: context.viewer).matches(of: prepared, in: transaction)
    }

    func verdict(on form: FormData, crm: CRM) async throws -> CreationCheck.Verdict {
        guard type.duplicates != nil, context.viewer.may(.create, type.name) else { return .save }
        if let text = form.nonEmpty("merge_into"), let id = UUID(uuidString: text) { return try await merge(into: id) }
        let warning = try await warning()
        if warning == .off || warning == .warn && form.string(Self.parameter) == "allow" { return .save }
        let matches = try await matches()
        let isRefused = warning == .block && matches.contains { $0.match.isExact }
        if matches.isEmpty || !isRefused && form.string(Self.parameter) == "allow" { return .save }
        let mayMerge = Set(matches.filter { RecordStore(type, in: context.scope).allows(.edit, $0.record) }.map(\.record.id))
        return .hold(DuplicateNotice(type: type, matches: matches, isRefused: isRefused, mayMerge: mayMerge, shown: context.shown).html)
    }

    /// What was typed becomes part of the record that is there: it is added and merged at once, and can be taken apart again.
    private func merge(into id: UUID) async throws -> CreationCheck.Verdict {
        let new = try await RecordStore(type, in: context.scope).add(draft, in: transaction)
        let merge = RecordMerge(type, in: context.scope)
        let merged = try await merge.merge([new.id], into: id, adding: true, in: transaction)
        let text: Phrase = "What you entered is part of \(merged.title) now."
        return .done(
            path: merged.path, saying: text, undo: "/merges/\(merge.id.text)/reversal")
    }

    /// A program is refused only where the tenant wants it so, and only what is certainly there.
    func refuse(_ request: Request) async throws {
        guard type.duplicates != nil, context.viewer.may(.create, type.name) else { return }
        let query = try request.query()
        if let wish = query.nonEmpty(Self.parameter), wish != "allow" {
            throw Failure.invalid(Self.parameter, "unknown", "\(Self.parameter) is allow, or not there.")
        }
        if query.string(Self.parameter) == "allow" { return }
        guard try await warning() == .block else { return }
        let exact = try await matches().filter(\.match.isExact)
        if exact.isEmpty { return }
        let detail: Phrase = "This \(type.label.lowercased()) is there already. Add \(Self.parameter)=allow to add it all the same."
        throw Failure.duplicates(detail: detail, matches: .array(exact.map(\.json)))
    }
}

extension LikelyDuplicate {
    /// As the API shows it.
    var json: JSONValue {
        .object([
            "id": .string(record.id.text), "name": .string(record.title), "score": .int(Int64(match.score)),
            "exact": .bool(match.isExact), "reasons": .array(match.findings.map(\.json)),
        ])
    }
}

extension DuplicateMatch.Finding {
    var json: JSONValue {
        .object([
            "trait": .string(trait.kind.name), "similarity": .double((similarity * 100).rounded() / 100),
            "points": .int(Int64(points.rounded())), "says": .string(sentence.description),
        ])
    }

    /// Such as "Same e-mail".
    var sentence: Phrase {
        switch similarity {
        case 1: "Same \(trait.label.lowercased())"
        case 0: "Different \(trait.label.lowercased())"
        default: "Similar \(trait.label.lowercased())"
        }
    }
}

extension DuplicateTrait.Kind {
    /// As the API calls it.
    var name: String {
        switch self {
        case .email: "email"
        case .phone: "phone"
        case .person, .organisation: "name"
        case .domain: "domain"
        case .employer: "company"
        case .mailDomain: "email_domain"
        }
    }

    static let names = ["email", "phone", "name", "domain", "company", "email_domain"]
}

extension EndpointDescription.Parameter {
    /// Adds a record although it is certainly there already, where the tenant has such refused.
    static let duplicates = query(
        CreationGuard.parameter, .oneOf(["allow"]), "Adds the record even if the tenant refuses what is there already (409 with `matches`)."
    )
}
