import Foundation
import Postgres
import Web

/// A person one does business with.
enum Contact {
    static let stages = [
        FieldChoice("new", "New"),
        FieldChoice("nurturing", "Nurturing", .warning),
        FieldChoice("qualified", "Qualified", .info),
        FieldChoice("customer", "Customer", .success),
        FieldChoice("former", "Former"),
    ]

    private static let fields: [Field] = [
        Field.derived(
            "name", "Name", .text(limit: 200), "btrim(r.first_name || ' ' || r.last_name)", uses: [.filter, .sort, .list],
            sort: "r.sort_name"),
        Field.stored("first_name", "First name", .text(limit: 100), synonyms: ["firstname", "given name", "forename"], example: "Ada"),
        Field.stored(
            "last_name", "Last name", .text(limit: 100), sort: "r.sort_name", synonyms: ["lastname", "surname", "family name"],
            example: "Lovelace"),
        Field.stored("job_title", "Job title", .text(limit: 150), synonyms: ["title", "position", "role"], example: "Head of purchasing"),
        Field.stored(
            "email", "E-mail", .email, uses: [.filter, .sort, .list, .api, .export, .import],
            synonyms: ["email", "e-mail address", "email address", "mail"], example: "ada@example.com", partOf: "emails"),
        Field.derived(
            "second_email", "Second e-mail", .email, "r.emails->1->>'address'", uses: [.list, .export, .import],
            synonyms: ["email 2", "second email", "other email", "secondary email"], gathers: .entry(of: "emails", part: "address", at: 1)),
        Field.stored("emails", "E-mail addresses", .rows(ContactEmail.parts), uses: [.form, .api, .audit], section: "E-mail"),
        Field.stored(
            "phone", "Phone", .phone, uses: [.filter, .list, .api, .export, .import],
            synonyms: ["phone1", "telephone", "mobile", "phone number", "tel"], example: "+44 20 7946 0018", partOf: "phones"),
        Field.stored("phones", "Phone numbers", .rows(ContactPhone.parts), uses: [.form, .api, .audit], section: "Phone"),
        Field.derived(
            "second_phone", "Second phone", .phone, "r.phones->1->>'number'", uses: [.list, .export, .import],
            synonyms: ["phone2", "other phone", "work phone"], gathers: .entry(of: "phones", part: "number", at: 1)),
        Field.stored("company_id", "Company", .link("company"), uses: [.form, .filter, .api, .audit]),
        Field.derived(
            "company", "Company", .text(limit: 200), "company.name", join: "company",
            synonyms: ["company name", "account", "organisation", "organization"], gathers: .link("company_id")),
        Field.stored(
            "lifecycle_stage", "Stage", .choice(stages), synonyms: ["stage", "lifecycle stage", "status"],
            example: "qualified"),
        Field.stored("source", "Source", .text(limit: 100), synonyms: ["lead source"]),
        Field.stored("owner_id", "Owner", .user, uses: [.form, .filter, .api, .audit]),
        Field.derived("owner", "Owner", .text(limit: 200), "owner.name", join: "owner", gathers: .owner),
        Field.stored(
            "tags", "Tags", .tags, uses: [.form, .filter, .list, .api, .export, .import, .audit], synonyms: ["labels"],
            example: ["newsletter"]),
        Field.stored("addresses", "Addresses", .rows(Address.parts), uses: [.form, .api, .audit], section: "Addresses"),
        Field.derived(
            "street", "Street", .text(limit: 200), "r.addresses->0->>'street'", uses: [.list, .export, .import],
            synonyms: ["address", "street address"], gathers: .entry(of: "addresses", part: "street", at: 0)),
        Field.derived(
            "city", "City", .text(limit: 100), "r.addresses->0->>'city'", uses: [.filter, .list, .export, .import], synonyms: ["town"],
            gathers: .entry(of: "addresses", part: "city", at: 0)),
        Field.derived(
            "region", "Region", .text(limit: 100), "r.addresses->0->>'region'", uses: [.filter, .list, .export, .import],
            synonyms: ["state", "province"], gathers: .entry(of: "addresses", part: "region", at: 0)),
        Field.derived(
            "postal_code", "Postal code", .text(limit: 20), "r.addresses->0->>'postal_code'", uses: [.filter, .list, .export, .import],
            synonyms: ["zip", "zip code", "postcode"], gathers: .entry(of: "addresses", part: "postal_code", at: 0)),
        Field.derived(
            "country", "Country", .text(limit: 100), "r.addresses->0->>'country'", uses: [.filter, .list, .export, .import],
            gathers: .entry(of: "addresses", part: "country", at: 0)),
        Field.stored("links", "Links", .rows(ContactLink.parts), uses: [.form, .api, .audit], section: "Links"),
        Field.derived(
            "website", "Website", .url, "r.links->0->>'url'", uses: [.list, .export, .import], synonyms: ["web", "url", "homepage"],
            gathers: .entry(of: "links", part: "url", at: 0)),
        Field.stored("birthday_on", "Birthday", .date, section: "More", synonyms: ["birthday", "date of birth"]),
        Field.stored("timezone", "Time zone", .text(limit: 60), uses: [.form, .api, .export, .import, .audit], section: "More"),
        Field.stored("language", "Language", .text(limit: 20), uses: [.form, .filter, .api, .export, .import, .audit], section: "More"),
        Field.stored("do_not_contact", "Do not contact", .bool, section: "More"),
        Field.stored("custom", "Custom fields", .custom, uses: .api),
        Field.stored("search", "Search text", .text(limit: 4_000), uses: []),
        Field.stored("sort_name", "Sort name", .text(limit: 200), uses: []),
    ]

    static let recordType = RecordType(
        name: "contact", plural: "contacts", label: "Contact", pluralLabel: "Contacts", icon: .user, table: "contacts",
        fields: fields,
        joins: [.owner, RecordJoin("company") { Company.join("company", on: "r.company_id", for: $0) }],
        titleFields: ["first_name", "last_name"], subtitleField: "company", badgeField: "lifecycle_stage",
        defaultColumns: ["name", "company", "email", "lifecycle_stage", "phone", "updated_at", "owner"],
        defaultSort: SortKey("created_at", descending: true), nameField: "email", needs: ["first_name", "last_name", "email", "emails"],
        prepare: { draft, _ in try ContactRules.prepare(&draft) },
        complete: { drafts, transaction in try await ContactRules.linkCompanies(&drafts, in: transaction) },
        children: { ContactQueries.rows(of: $0) },
        matchKeys: [
            MatchKey(
                field: "email", normalised: { (try? EmailAddress($0))?.key },
                lookup: { keys in
                    "select e.address, r.id from contact_emails e join contacts r on r.id = e.contact_id where e.address = any(\(keys))"
                }),
            MatchKey(
                field: "phone", normalised: { PhoneNumber($0)?.text.filter(\.isNumber) },
                lookup: { keys in
                    "select p.digits, r.id from contact_phones p join contacts r on r.id = p.contact_id where p.digits = any(\(keys))"
                }),
            .nameAndCompany,
        ],
        searched: [
            SearchedText("first_name"), SearchedText("last_name"), SearchedText("job_title"), .tags,
            SearchedText("email", "emails", as: "jsonb_path_query_array(r.emails, '$[*].address')::text"),
            SearchedText(
                "phone", "phones", as: "regexp_replace(jsonb_path_query_array(r.phones, '$[*].number')::text, '[^0-9,]', '', 'g')"),
        ],
        duplicates: DuplicateRule(
            .email("emails", part: "address"), .phone("phones", part: "number"), .person(given: "first_name", family: "last_name"),
            .employer("company_id"), .mailDomain("emails", part: "address")))
}

extension MatchKey {
    /// People of the same name work everywhere, though hardly ever in the same company.
    fileprivate static let nameAndCompany = MatchKey(
        "name_company", "Name and company", fields: ["first_name", "last_name", "company"],
        normalised: { values in
            let (name, company) = (folded("\(values[1]) \(values[0])"), Company.matchName(values[2]))
            return name.isEmpty || company.isEmpty ? nil : "\(name.prefix(200))\u{1f}\(company)"
        },
        lookup: { keys, viewer in
            let names = Array(Set(keys.compactMap { $0.split(separator: "\u{1f}").first.map { String($0) } }))
            return """
                select r.sort_name || chr(31) || company.match_name, r.id
                from contacts r \(Company.join("company", on: "r.company_id", for: viewer))
                where r.sort_name = any(\(names)) and r.sort_name || chr(31) || company.match_name = any(\(keys))
                """
        })
}

/// An entry of `emails`. Opt-out and bounces belong to the address, not to the person.
enum ContactEmail {
    static let parts = [
        RowField("address", "Address", .email),
        RowField("label", "Label", .text(limit: 40)),
        RowField("primary", "Primary", .bool),
        RowField("opted_out", "Opted out", .bool),
        RowField("bounced", "Bounced", .bool),
    ]
}

enum ContactPhone {
    static let parts = [
        RowField("number", "Number", .phone),
        RowField("label", "Label", .text(limit: 40)),
        RowField("primary", "Primary", .bool),
    ]
}

enum ContactLink {
    static let parts = [RowField("label", "Label", .text(limit: 40)), RowField("url", "Address", .url)]
}
