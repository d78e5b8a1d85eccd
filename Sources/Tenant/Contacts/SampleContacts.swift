import Platform
import Web

/// People whom nobody knows. They work at the sample companies, which their addresses say.
struct SampleContacts: Sendable {
    private static let firsts = [
        "Ada", "Bilal", "Chiara", "Daniel", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Kaori", "Liam", "Maya", "Nils", "Olga",
        "Paulo",
        "Quynh",
    ]
    private static let lasts = [
        "Abara", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Gupta", "Haddad", "Ito", "Jansen", "Kowalski", "Lindgren", "Moreau",
        "Novak", "Okafor", "Petrov", "Rossi", "Santos", "Tanaka",
    ]
    private static let jobs = ["Head of Sales", "Buyer", "Engineer", "Managing Director", "Office Manager", "Analyst"]
    private static let stages = ["new", "nurturing", "qualified", "customer"]
    private static let sources = ["Web form", "Fair", "Referral", "Newsletter"]

    let scope: TenantScope

    func fill(to count: Int) async throws {
        let companies = max(1, SampleCompanies.count(forContacts: count))
        try await SampleRecords(type: Contact.recordType, scope: scope).fill(to: count) { number in
            let (first, last) = (Self.firsts[number % Self.firsts.count], Self.lasts[number % Self.lasts.count])
            let domain = SampleCompanies.domain(number * 7 % companies)
            return [
                "first_name": .string(first), "last_name": .string(last),
                "email": .string("\(first).\(last).\(number)@\(domain)".lowercased()),
                "job_title": .string(Self.jobs[number % Self.jobs.count]), "phone": .string("+1 555 \(100_000 + number)"),
                "lifecycle_stage": .string(Self.stages[number % Self.stages.count]),
                "source": .string(Self.sources[number % Self.sources.count]),
            ]
        }
    }
}
