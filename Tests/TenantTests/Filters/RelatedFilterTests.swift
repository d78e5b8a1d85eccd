import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct RelatedFilterTests {
    @Test func relatedRecordsCountOnlyAsFarAsOneSeesThem() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        let company = try await admin.create("companies", ["name": "Shared Ltd", "owner_id": .string(try await tenant.id(of: .rep))])
        try await admin.create("contacts", ["last_name": "Hidden", "company_id": .string(company.id)])
        try await rep.create("contacts", ["last_name": "Seen", "company_id": .string(company.id)])
        let two = #"{"related":"contacts","quantity":"count","op":"gte","value":2}"#
        let hidden = #"{"related":"contacts","where":{"field":"last_name","op":"eq","value":"Hidden"}}"#
        for (client, counts) in [(admin, true), (rep, false)] {
            #expect(try await client.get("/api/v1/companies?filter=\(two.escaped)").ids == (counts ? [company.id] : []))
            #expect(try await client.get("/api/v1/companies?filter=\(hidden.escaped)").ids == (counts ? [company.id] : []))
        }
    }

    @Test func deletedRecordsAreNotRelatedAnyMore() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let company = try await admin.create("companies", ["name": "Lonely Ltd"])
        let contact = try await admin.create("contacts", ["last_name": "Leaving", "company_id": .string(company.id)])
        let none = #"{"related":"contacts","quantity":"none"}"#
        #expect(try await admin.get("/api/v1/companies?filter=\(none.escaped)").ids.isEmpty)
        _ = try await admin.delete("/api/v1/contacts/\(contact.id)")
        #expect(try await admin.get("/api/v1/companies?filter=\(none.escaped)").ids == [company.id])
    }

    @Test(arguments: [
        #"{"related":"shoes"}"#, #"{"related":"company","quantity":"most"}"#, #"{"related":"company","quantity":"count"}"#,
        #"{"related":"company","quantity":"count","op":"contains","value":1}"#, #"{"related":"company","quantity":"count","op":"gte"}"#,
        #"{"related":"company","quantity":"count","op":"gte","value":"many"}"#, #"{"related":"company","quantity":"any","value":1}"#,
        #"{"related":"company","quantity":"sum","op":"gte","value":1}"#,
        #"{"related":"company","quantity":"sum","field":"name","op":"gte","value":1}"#,
        #"{"related":"company","where":{"field":"last_name","op":"eq","value":"a"}}"#, #"{"related":"company","where":[]}"#,
        #"{"related":"company","colour":"red"}"#, #"{"related":"company","quantity":"count","op":"between","value":[1]}"#,
    ])
    func whatCannotBeAskedOfRelatedRecordsIsRefused(tree: String) async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        expectProblem(try await admin.get("/api/v1/contacts?filter=\(tree.escaped)"), 422, naming: ["filter"])
    }

    @Test func questionsWithinQuestionsEndSomewhere() async throws {
        let admin = try await SharedTenant.get().api(as: .admin)
        func nested(_ depth: Int) -> String {
            depth == 0 ? #"{"field":"name","op":"nempty"}"# : #"{"related":"parent","where":\#(nested(depth - 1))}"#
        }
        #expect(try await admin.get("/api/v1/companies?filter=\(nested(6).escaped)").status == 200)
        expectProblem(try await admin.get("/api/v1/companies?filter=\(nested(9).escaped)"), 422, naming: ["filter"])
        let many = (0..<30).map { _ in #"{"related":"company","where":{"field":"name","op":"nempty"}}"# }.joined(separator: ",")
        expectProblem(try await admin.get("/api/v1/contacts?filter=\("{\"and\":[\(many)]}".escaped)"), 422, naming: ["filter"])
    }

    @Test func treeThatIsReadAndWrittenStaysTheSame() throws {
        let text = #"""
            {"and":[{"field":"last_name","op":"in","value":["a","b"]},{"not":{"or":[{"field":"tags","op":"empty"},
            {"related":"company","quantity":"sum","field":"employees","op":"between","value":["1","2"],"where":{"field":"name","op":"eq",
            "value":"x"}}]}}]}
            """#
        let tree = try JSONValue(parsing: text)
        #expect(try FilterParser(Contact.recordType, for: .system).parse(tree).json == tree)
    }
}
