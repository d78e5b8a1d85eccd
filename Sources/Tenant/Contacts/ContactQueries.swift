import Foundation
import Platform
import Postgres
import Web

enum ContactQueries {
    /// The company that each of `domains` belongs to; the oldest of several.
    static func companies(ofDomains domains: [String], visibleTo viewer: Viewer) -> SQL {
        """
        select distinct on (r.domain) r.domain, r.id from companies r
        where r.domain = any(\(domains)) and r.domain <> '' and r.deleted_at is null
          and \(Company.recordType.allows(.view, for: viewer))
        order by r.domain, r.created_at, r.id
        """
    }

    /// Brings the rows by which addresses and numbers are found in line with what the contacts say.
    static func rows(of contacts: [Draft]) -> [SQL] {
        let (emails, phones) = (contacts.filter { $0.isChanging("emails") }, contacts.filter { $0.isChanging("phones") })
        var statements: [SQL] = []
        if emails.contains(where: { $0.old != nil }) {
            statements.append("delete from contact_emails where contact_id = any(\(emails.map(\.id)))")
        }
        if phones.contains(where: { $0.old != nil }) {
            statements.append("delete from contact_phones where contact_id = any(\(phones.map(\.id)))")
        }
        if !emails.isEmpty { statements.append(self.emails(Entries(of: emails, in: "emails"))) }
        if !phones.isEmpty { statements.append(self.phones(Entries(of: phones, in: "phones"))) }
        return statements
    }

    private static func emails(_ entries: Entries) -> SQL {
        """
        insert into contact_emails (contact_id, position, address, label, is_primary, opted_out, bounced)
        select e.contact_id, e.position, e.address, e.label, e.is_primary, e.opted_out, e.bounced
        from unnest(
            \(entries.ids), \(entries.positions), \(entries.texts("address")), \(entries.texts("label")),
            \(entries.flags("primary")), \(entries.flags("opted_out")), \(entries.flags("bounced"))
        ) as e (contact_id, position, address, label, is_primary, opted_out, bounced)
        """
    }

    private static func phones(_ entries: Entries) -> SQL {
        """
        insert into contact_phones (contact_id, position, number, digits, label, is_primary)
        select p.contact_id, p.position, p.number, p.digits, p.label, p.is_primary
        from unnest(
            \(entries.ids), \(entries.positions), \(entries.texts("number")), \(entries.texts("number").map { $0.filter(\.isNumber) }),
            \(entries.texts("label")), \(entries.flags("primary"))
        ) as p (contact_id, position, number, digits, label, is_primary)
        """
    }

    /// The entries of one field of many contacts, column by column.
    private struct Entries {
        var ids: [UUID] = []
        var positions: [Int] = []
        private var objects: [JSONObject] = []

        init(of contacts: [Draft], in field: String) {
            for contact in contacts {
                for (position, entry) in contact[field].entries.enumerated() {
                    ids.append(contact.id)
                    positions.append(position)
                    objects.append(entry)
                }
            }
        }

        func texts(_ name: String) -> [String] { objects.map { $0[name]?.string ?? "" } }
        func flags(_ name: String) -> [Bool] { objects.map { $0[name]?.bool ?? false } }
    }
}

/// The first page of a tenant's contacts as the API reads it for somebody who sees all of them: what benchmarks compare with
/// the same statement outside of the product.
/// - Parameter fields: nil reads all that clients see.
package func contactsListStatement(fields: [String]? = nil) throws -> SQL {
    let asked = fields.map { names in Contact.recordType.fields(for: .api).filter { names.contains($0.name) } }
    return try RecordQuery(Contact.recordType, viewer: .system, fields: asked).page()
}
