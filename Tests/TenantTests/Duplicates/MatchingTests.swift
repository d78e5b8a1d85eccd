import Foundation
import Testing
import Web

@testable import Tenant

struct MatchingTests {
    private static let rule = Contact.recordType.duplicates!

    private func person(_ values: [String: FieldValue]) -> DuplicateProfile {
        Self.rule.profile { values[$0] ?? .null }
    }

    private func person(
        _ first: String = "", _ last: String = "", email: String? = nil, phone: String? = nil, company: UUID? = nil
    ) -> DuplicateProfile {
        var values: [String: FieldValue] = ["first_name": .text(first), "last_name": .text(last)]
        values["emails"] = .rows(email.map { "[{\"address\":\"\($0)\",\"primary\":true}]" } ?? "[]")
        values["phones"] = .rows(phone.map { "[{\"number\":\"\($0)\",\"primary\":true}]" } ?? "[]")
        values["company_id"] = company.map { .id($0) } ?? .null
        return person(values)
    }

    private func match(_ one: DuplicateProfile, _ other: DuplicateProfile) -> DuplicateMatch { Self.rule.match(one, other) }

    private func shareKey(_ one: DuplicateProfile, _ other: DuplicateProfile) -> Bool {
        !Set(Self.rule.keys(of: one).all).isDisjoint(with: Self.rule.keys(of: other).all)
    }

    @Test(arguments: [
        ("Ann.Lee@Gmail.com", "annlee+crm@googlemail.com", true), ("ann@x.test", "ANN@X.test", true), ("ann@x.test", "bob@x.test", false),
        ("ann.lee@x.test", "annlee@x.test", false),
    ])
    func addressesAreTheSameAsTheirProviderSeesThem(one: String, other: String, same: Bool) {
        #expect((MailKey(one)?.text == MailKey(other)?.text) == same)
    }

    @Test(arguments: [
        ("Bob", "Smith", "Robert", "Smith"), ("Kathi", "Müller", "Katharina", "Mueller"), ("Jon", "Smyth", "John", "Smith"),
        ("Smith", "John", "John", "Smith"), ("Hans", "Schmidt", "Johannes", "Schmitt"), ("J", "Smith", "John", "Smith"),
        ("Dr. Ann", "Lee", "Ann", "Lee"), ("Micheal", "Jordan", "Michael", "Jordan"),
    ])
    func namesThatOnePersonMayHaveAreAlike(first: String, last: String, otherFirst: String, otherLast: String) {
        let (one, other) = (PersonName(given: first, family: last), PersonName(given: otherFirst, family: otherLast))
        #expect(one.similarity(to: other) >= 0.8)
        let company = UUID.v7()
        #expect(match(person(first, last, company: company), person(otherFirst, otherLast, company: company)).isLikely)
        #expect(shareKey(person(first, last, company: company), person(otherFirst, otherLast, company: company)))
    }

    @Test(arguments: [
        ("Mary", "Smith", "John", "Smith"), ("Alexander", "Kern", "Alexandra", "Born"), ("Ann", "Lee", "Bob", "Ray"),
        ("", "", "Ann", "Lee"),
    ])
    func namesOfDifferentPeopleAreNot(first: String, last: String, otherFirst: String, otherLast: String) {
        #expect(PersonName(given: first, family: last).similarity(to: PersonName(given: otherFirst, family: otherLast)) < 0.7)
    }

    @Test func twoFullNamesOfOneShortNameAreTwoNames() {
        #expect(Nicknames.areRelated("alex", "alexander") && Nicknames.areRelated("alex", "alexandra"))
        #expect(!Nicknames.areRelated("alexander", "alexandra"))
        #expect(Nicknames.family(of: "alexander") == Nicknames.family(of: "alexandra"))
        #expect(!Nicknames.areRelated("ann", "ann") && !Nicknames.areRelated("zorro", "robert"))
    }

    @Test func eachTraitSaysItsPartAndTheSumIsTheScore() throws {
        let match = match(
            person("Ann", "Lee", email: "ann@x.test", phone: "+49 30 901820"),
            person("Ann", "Lee", email: "ann@x.test", phone: "030 555123"))
        #expect(match.findings.map(\.trait.kind.name) == ["email", "phone", "name", "email_domain"])
        #expect(match.findings.map { Int($0.points) } == [90, -5, 60, 15])
        #expect(match.score == 100 && match.isExact)
        #expect(match.findings.map { $0.sentence.description } == ["Same e-mail", "Different phone", "Same name", "Same e-mail domain"])
    }

    @Test func sharedSwitchboardMakesNoDuplicates() {
        let company = UUID.v7()
        let (one, other) = (
            person("Ann", "Lee", email: "ann@x.test", phone: "555-0100-22", company: company),
            person("Bob", "Ray", email: "bob@x.test", phone: "555-0100-22", company: company)
        )
        #expect(!match(one, other).isLikely)
    }

    @Test func sameNameAloneIsLikelyOnlyWhereNothingSpeaksAgainst() {
        #expect(match(person("Ann", "Lee"), person("Ann", "Lee", email: "ann@x.test")).score == 60)
        #expect(!match(person("Ann", "Lee"), person("Ann", "Lee")).isExact)
        #expect(!match(person("Ann", "Lee", email: "ann@x.test"), person("Ann", "Lee", email: "lee@y.test")).isLikely)
    }

    @Test func numbersAreTheSameWithAndWithoutTheirCountry() throws {
        let match = match(person("Ann", "Lee", phone: "+49 30 9018 2044"), person("Ann", "Lee", phone: "030/90182044"))
        #expect(match.findings.first?.similarity == 1)
        #expect(shareKey(person(phone: "+49 30 9018 2044"), person(phone: "030/90182044")))
    }

    @Test(arguments: [
        ("Acme GmbH", "ACME Inc.", true), ("Data Soft", "Datasoft Ltd", true), ("Analytical Engines", "Analytical Enginse", true),
        ("Acme", "Zenith", false),
    ])
    func companiesAreKnownByTheirNamesWithoutLegalForm(one: String, other: String, alike: Bool) {
        let rule = Company.recordType.duplicates!
        let profiles = [one, other].map { name in rule.profile { $0 == "name" ? .text(name) : .null } }
        #expect(rule.match(profiles[0], profiles[1]).isLikely == alike)
        #expect(!Set(rule.keys(of: profiles[0]).all).isDisjoint(with: rule.keys(of: profiles[1]).all) == alike)
    }

    @Test func whatSomebodyDoesNotSeeSaysNothingToThem() {
        let one = person("Ann", "Lee", email: "ann@x.test")
        let match = Self.rule.match(one, one) { $0 != "emails" }
        #expect(match.findings.map(\.trait.kind.name) == ["name"])
    }

    @Test func similarityKeepsWithinItsBounds() {
        var random = SeededRandom(7)
        for _ in 0..<500 {
            let texts = (0..<2).map { _ in
                String((0..<Int.random(in: 0...12, using: &random)).map { _ in "abcé ".randomElement(using: &random)! })
            }
            let similarity = textSimilarity(texts[0], texts[1])
            #expect((0...1).contains(similarity) && similarity == textSimilarity(texts[1], texts[0]))
            #expect(textSimilarity(texts[0], texts[0]) == 1)
        }
    }
}
