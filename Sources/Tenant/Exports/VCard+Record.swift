import Foundation
import Postgres
import Web

extension VCard {
    /// A record of a person as other programs know it.
    init(_ record: Record) {
        self.init()
        let (first, last) = (record["first_name"].text ?? "", record["last_name"].text ?? "")
        add("UID", "urn:uuid:\(record.id.text)")
        add("FN", VCardWriter.escaped(record.title))
        add("N", [last, first, "", "", ""].map(VCardWriter.escaped).joined(separator: ";"))
        add("ORG", text: record["company"].text)
        add("TITLE", text: record["job_title"].text)
        addEntries(record, "emails", "EMAIL", part: "address")
        addEntries(record, "phones", "TEL", part: "number")
        for entry in record["addresses"].entries { addAddress(entry) }
        for entry in record["links"].entries { if let url = entry["url"]?.string { add("URL", url) } }
        if case .date(let day) = record["birthday_on"] { add("BDAY", day.description.filter { $0 != "-" }) }
        let tags = record["tags"].tags
        if !tags.isEmpty { add("CATEGORIES", tags.map(VCardWriter.escaped).joined(separator: ",")) }
        add("TZ", text: record["timezone"].text)
        add("LANG", text: record["language"].text)
        if case .instant(let instant) = record["updated_at"] { add("REV", Instant.text(instant).filter { $0 != "-" && $0 != ":" }) }
    }

    private mutating func add(_ name: String, _ value: String, _ parameters: [String: [String]] = [:]) {
        properties.append(VCardProperty(name, parameters: parameters, value: value))
    }

    private mutating func add(_ name: String, text: String?) {
        if let text { add(name, VCardWriter.escaped(text)) }
    }

    private mutating func addEntries(_ record: Record, _ list: String, _ name: String, part: String) {
        for entry in record[list].entries {
            guard let text = entry[part]?.string, !text.isEmpty else { continue }
            add(name, VCardWriter.escaped(text), parameters(of: entry))
        }
    }

    private mutating func addAddress(_ entry: JSONObject) {
        let parts = ["", "", "street", "city", "region", "postal_code", "country"].map { VCardWriter.escaped(entry[$0]?.string ?? "") }
        if parts.contains(where: { !$0.isEmpty }) { add("ADR", parts.joined(separator: ";"), parameters(of: entry)) }
    }

    /// Address books know two kinds, and which one comes first.
    private func parameters(of entry: JSONObject) -> [String: [String]] {
        var parameters: [String: [String]] = [:]
        let label = entry["label"]?.string?.lowercased() ?? ""
        if ["work", "home"].contains(label) { parameters["TYPE"] = [label] }
        if entry["primary"]?.bool == true { parameters["PREF"] = ["1"] }
        return parameters
    }
}
