import Platform
import Postgres
import Support
import Testing

@Suite struct DriftCommandTests {
    @Test func schemasAsTheyWereBuiltAreClean() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        try await fleet.createOutdated("initech")
        let scan = try await fleet.run("drift", "scan", "-o", "json")
        #expect(scan.status == 0 && scan.data.isEmpty && scan.messages.contains("0 of 3 tenants differ."))
        #expect(try await fleet.run("migrate", "apply").status == 0)
        #expect(try await fleet.run("drift", "scan").status == 0)
        #expect(try await fleet.run("drift", "show", "acme").messages.contains("acme is as its migrations build it."))
    }

    @Test func aSchemaThatWasChangedByHandIsNamedAndShown() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let schema = try await fleet.schema(of: "globex")
        try await fleet.sql(.ddl("drop index \(schema).contacts_email"))
        try await fleet.sql(.ddl("alter table \(schema).contacts alter column source set default 'unknown'"))
        let scan = try await fleet.run("drift", "scan", "-o", "json")
        #expect(scan.status == 7 && scan.data.map { $0["slug"]?.string } == ["globex"] && scan.data[0]["differences"]?.int == 2)
        let show = try await fleet.run("drift", "show", "globex", "-o", "json")
        #expect(show.status == 7)
        #expect(
            show.data.map { "\($0["difference"]?.string ?? "") \($0["object"]?.string ?? "")" }
                == ["changed column contacts.source", "missing index contacts_email"])
        #expect(show.data[0]["found"]?.string == "text not null default 'unknown'::text" && show.data[1]["found"]?.isNull == true)
        #expect(try await fleet.run("drift", "scan", "--selector", "slug=acme").status == 0)
        #expect(try await fleet.run("drift", "show", "nobody").status == 3)
        let doctor = try await fleet.run("doctor", "-o", "json")
        #expect(doctor.status == 7)
        #expect(doctor.data.filter { $0["state"]?.string == "fail" }.map { $0["check"]?.string } == ["drift"])
    }
}
