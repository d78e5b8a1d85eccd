import Foundation
import Platform
import Postgres
import Web

/// What must hold of a contact beyond its single fields, and what follows from them.
enum ContactRules {
    static func prepare(_ draft: inout Draft) throws {
        try settle(&draft, list: "emails", single: "email", key: "address")
        try settle(&draft, list: "phones", single: "phone", key: "number")
        if draft["lifecycle_stage"].isEmpty { draft["lifecycle_stage"] = .text("new") }
        let name = [draft["first_name"].text, draft["last_name"].text].compactMap { $0 }
        guard !name.isEmpty || draft["email"].text != nil else {
            throw Failure.invalid("last_name", "required", "Give a name or an e-mail address.")
        }
        try checkTimeZone(draft)
        draft["sort_name"] = .text(sortName(draft))
        draft["search"] = .text(searchText(draft))
    }

    /// `email` is the primary entry of `emails`: setting one settles the other, setting both at once is a contradiction.
    private static func settle(_ draft: inout Draft, list: String, single: String, key: String) throws {
        if draft.given.contains(list) && draft.given.contains(single) {
            throw Failure.invalid(single, "contradiction", "Give \(single) or \(list), not both.")
        }
        // What was settled before and is not touched is settled.
        if let old = draft.old, !draft.given.contains(list), draft[single] == old[single], draft[list] == old[list] { return }
        var entries = draft[list].entries
        if draft.given.contains(single) {
            entries = withPrimary(draft[single].text, among: entries, key: key)
        }
        entries = try unique(entries, key: key, list: list)
        let primary = entries.firstIndex { $0["primary"]?.bool == true } ?? entries.indices.first
        for index in entries.indices { entries[index]["primary"] = .bool(index == primary) }
        let json = JSONValue.array(entries.map { .object($0) })
        draft[list] = .rows(String(decoding: json.serialized, as: UTF8.self))
        draft[single] = .text(primary.flatMap { entries[$0][key]?.string } ?? "")
    }

    private static func withPrimary(_ value: String?, among entries: [JSONObject], key: String) -> [JSONObject] {
        guard let value else { return entries.filter { $0["primary"]?.bool != true } }
        var entries = entries
        if let known = entries.firstIndex(where: { $0[key]?.string == value }) {
            for index in entries.indices { entries[index]["primary"] = .bool(index == known) }
            return entries
        }
        var entry = entries.first { $0["primary"]?.bool == true } ?? blank(key)
        entry[key] = .string(value)
        entry["primary"] = true
        // A new address has neither opted out nor bounced.
        if key == "address" { (entry["opted_out"], entry["bounced"]) = (false, false) }
        return [entry] + entries.filter { $0["primary"]?.bool != true }
    }

    private static func blank(_ key: String) -> JSONObject {
        var entry = JSONObject()
        entry[key] = ""
        entry["label"] = ""
        entry["primary"] = true
        return entry
    }

    private static func unique(_ entries: [JSONObject], key: String, list: String) throws -> [JSONObject] {
        var seen: Set<String> = []
        for (index, entry) in entries.enumerated() {
            let value = entry[key]?.string ?? ""
            if value.isEmpty { throw Failure.invalid("\(list)[\(index)][\(key)]", "required", "This entry is blank.") }
            if !seen.insert(value).inserted { throw Failure.invalid("\(list)[\(index)][\(key)]", "duplicate", "This is there twice.") }
        }
        return entries
    }

    private static func checkTimeZone(_ draft: Draft) throws {
        guard let name = draft["timezone"].text else { return }
        guard TimeZone(identifier: name) != nil else {
            throw Failure.invalid("timezone", "unknown", "\"\(name)\" is not a time zone like Europe/Paris.")
        }
    }

    /// Never the address of a contact without a name: not everybody who sees the order of names sees addresses.
    private static func sortName(_ draft: Draft) -> String {
        String(folded([draft["last_name"].text, draft["first_name"].text].compactMap { $0 }.joined(separator: " ")).prefix(200))
    }

    private static func searchText(_ draft: Draft) -> String {
        var parts = ["first_name", "last_name", "job_title"].compactMap { draft[$0].text }
        parts += draft["emails"].entries.compactMap { $0["address"]?.string }
        parts += draft["phones"].entries.compactMap { $0["number"]?.string.map { $0.filter(\.isNumber) } }
        if case .tags(let tags) = draft["tags"] { parts += tags }
        return folded(parts.joined(separator: " "))
    }

    /// A new contact belongs to the company whose domain its address has, unless the domain is one that anybody can use, or one
    /// that whoever adds the contact does not see.
    static func linkCompanies(_ drafts: inout [Draft], in transaction: TenantTransaction) async throws {
        guard transaction.scope.viewer.records.refined(Company.recordType).field("domain") != nil else { return }
        let domains = drafts.map(domain)
        let wanted = Array(Set(domains.compactMap { $0 }))
        if wanted.isEmpty { return }
        var companies: [String: UUID] = [:]
        for row in try await transaction.query(ContactQueries.companies(ofDomains: wanted, visibleTo: transaction.scope.viewer)) {
            let (domain, id) = try row.decode((String, UUID).self)
            companies[domain] = id
        }
        for (index, domain) in domains.enumerated() {
            if let id = domain.flatMap({ companies[$0] }) { drafts[index]["company_id"] = .id(id) }
        }
    }

    /// The domain that says where a new contact works.
    private static func domain(of draft: Draft) -> String? {
        guard draft.old == nil, draft["company_id"].id == nil, !draft.given.contains("company_id"), let text = draft["email"].text,
            let address = try? EmailAddress(text), !address.isFreeMail
        else { return nil }
        return address.domain
    }
}
