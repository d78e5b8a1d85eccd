import Foundation
import Platform
import Postgres
import Web

/// An organisation: a customer, a prospect, a partner.
enum Company {
    private static let fields: [Field] = [
        Field.stored(
            "name", "Name", .text(limit: 200), sort: "r.sort_name",
            synonyms: ["account", "company", "company name", "account name", "organisation", "organization"],
            example: "Analytical Engines Ltd"),
        Field.stored(
            "domain", "Domain", .text(limit: 253), help: "Contacts with this e-mail domain are linked on their own.",
            synonyms: ["email domain"], example: "engines.example"),
        Field.stored("industry", "Industry", .text(limit: 100), synonyms: ["sector"], example: "Manufacturing"),
        Field.stored(
            "employees", "Employees", .integer(0...10_000_000), synonyms: ["size", "headcount", "employee count"],
            example: 120),
        Field.stored(
            "annual_revenue", "Annual revenue", .money, synonyms: ["revenue", "turnover"],
            example: ["amount": 125_000_000, "currency": "EUR"]),
        Field.stored("founded_year", "Founded", .integer(1000...2200), synonyms: ["year established", "founded", "established"]),
        Field.stored("phone", "Phone", .phone, synonyms: ["telephone", "phone number"]),
        Field.stored("website", "Website", .url, synonyms: ["web", "url", "homepage"]),
        Field.stored("addresses", "Addresses", .rows(Address.parts), uses: [.form, .api, .audit], section: "Addresses"),
        Field.derived(
            "city", "City", .text(limit: 100), "r.addresses->0->>'city'", uses: [.filter, .list, .export, .import],
            gathers: .entry(of: "addresses", part: "city", at: 0)),
        Field.derived(
            "country", "Country", .text(limit: 100), "r.addresses->0->>'country'", uses: [.filter, .list, .export, .import],
            synonyms: ["office location", "location"], gathers: .entry(of: "addresses", part: "country", at: 0)),
        Field.stored("parent_id", "Parent company", .link("company"), uses: [.form, .filter, .api, .audit]),
        Field.derived(
            "parent", "Parent company", .text(limit: 200), "parent.name", join: "parent", synonyms: ["subsidiary of", "parent company"],
            gathers: .link("parent_id")),
        Field.stored("owner_id", "Owner", .user, uses: [.form, .filter, .api, .audit]),
        Field.derived("owner", "Owner", .text(limit: 200), "owner.name", join: "owner", gathers: .owner),
        Field.stored("tags", "Tags", .tags, uses: [.form, .filter, .list, .api, .export, .import, .audit], synonyms: ["labels"]),
        Field.stored("custom", "Custom fields", .custom, uses: .api),
        Field.stored("search", "Search text", .text(limit: 4_000), uses: []),
        Field.stored("sort_name", "Sort name", .text(limit: 200), uses: []),
        Field.stored("match_name", "Match name", .text(limit: 200), uses: []),
    ]

    static let recordType = RecordType(
        name: "company", plural: "companies", label: "Company", pluralLabel: "Companies", icon: .building, table: "companies",
        fields: fields,
        joins: [.owner, RecordJoin("parent") { Company.join("parent", on: "r.parent_id", for: $0) }],
        titleFields: ["name"], subtitleField: "industry", badgeField: "industry",
        defaultColumns: ["name", "industry", "employees", "annual_revenue", "country", "owner"],
        defaultSort: SortKey("name"), nameField: "name", needs: ["name"],
        prepare: { draft, transaction in
            try prepare(&draft)
            try await checkParent(draft, in: transaction)
        },
        matchKeys: [
            MatchKey(
                field: "name", normalised: { matchName($0) },
                lookup: { keys in "select r.match_name, r.id from companies r where r.match_name = any(\(keys))" }),
            MatchKey(
                field: "domain", normalised: { host(of: $0) },
                lookup: { keys in "select r.domain, r.id from companies r where r.domain = any(\(keys)) and r.domain <> ''" }),
        ],
        searched: [SearchedText("name"), SearchedText("domain"), SearchedText("industry"), SearchedText("phone"), .tags],
        duplicates: DuplicateRule(.organisation("name"), .domain("domain", "website"), .phone("phone")))

    /// The name of a linked company, shown to those who may see the company itself.
    static func join(_ alias: SQLIdentifier, on column: SQL, for viewer: Viewer) -> SQL {
        let visible = recordType.allows(.view, for: viewer, alias: "\(alias)")
        return "left join companies \(alias) on \(alias).id = \(column) and \(alias).deleted_at is null and \(visible)"
    }

    static func prepare(_ draft: inout Draft) throws {
        guard let name = draft["name"].text else { throw Failure.invalid("name", "required", "Give the company a name.") }
        draft["domain"] = .text(try domain(draft))
        draft["sort_name"] = .text(String(folded(name).prefix(200)))
        draft["match_name"] = .text(matchName(name))
        let searched = [name, draft["domain"].text, draft["industry"].text, draft["phone"].text].compactMap { $0 } + tags(draft)
        draft["search"] = .text(folded(searched.joined(separator: " ")))
    }

    /// No company stands below itself, however many levels down.
    private static func checkParent(_ draft: Draft, in transaction: TenantTransaction) async throws {
        guard draft.old != nil, draft.given.contains("parent_id"), let parent = draft["parent_id"].id else { return }
        // Two companies that are put below each other at the same moment would not see each other: one at a time.
        let lock = "companies.parent \(transaction.scope.tenant.id)"
        try await transaction.execute("select pg_advisory_xact_lock(hashtextextended(\(lock), 0))")
        let loop = try await transaction.query(
            """
            with recursive above as (
                select id, parent_id from companies where id = \(parent)
                union select c.id, c.parent_id from companies c join above on c.id = above.parent_id
            )
            select 1 from above where id = \(draft.id)
            """)
        if !loop.isEmpty { throw Failure.invalid("parent_id", "loop", "A company cannot belong to one that belongs to it.") }
    }

    /// What two spellings of one company have in common: folded, without punctuation or the legal form at the end.
    static func matchName(_ name: String) -> String {
        var words = folded(name).split { !$0.isLetter && !$0.isNumber }.map { String($0) }
        while words.count > 1, let last = words.last, legalForms.contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    private static let legalForms: Set<String> = [
        "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "gmbh", "ag", "kg", "sa", "sarl", "sas",
        "bv", "nv", "ab", "as", "oy", "plc", "pty", "spa", "srl", "ug",
    ]

    /// The domain alone, whatever was pasted: `https://www.example.com/about` is `example.com`.
    private static func domain(_ draft: Draft) throws -> String {
        guard let given = draft["domain"].text else { return "" }
        guard let host = host(of: given) else {
            throw Failure.invalid("domain", "invalid", "\"\(given.lowercased().prefix(80))\" is not a domain like example.com.")
        }
        return host
    }

    private static func host(of text: String) -> String? {
        let given = text.lowercased()
        var host = given.split(separator: "/", omittingEmptySubsequences: true).first { $0.contains(".") }.map { String($0) } ?? given
        if host.hasPrefix("www.") { host.removeFirst(4) }
        return host.contains(".") && (try? EmailAddress("x@\(host)")) != nil ? host : nil
    }

    private static func tags(_ draft: Draft) -> [String] {
        if case .tags(let tags) = draft["tags"] { tags } else { [] }
    }
}

extension RecordJoin {
    /// The person who looks after a record.
    static let owner = RecordJoin("owner") { _ in "left join users owner on owner.id = r.owner_id" }
}

/// A postal address, as the entries of `addresses` hold it.
enum Address {
    static let parts = [
        RowField("label", "Label", .text(limit: 40)),
        RowField("street", "Street", .text(limit: 200)),
        RowField("city", "City", .text(limit: 100)),
        RowField("region", "Region", .text(limit: 100)),
        RowField("postal_code", "Postal code", .text(limit: 20)),
        RowField("country", "Country", .text(limit: 100)),
    ]
}
