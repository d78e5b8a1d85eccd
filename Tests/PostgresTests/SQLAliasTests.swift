import Testing

@testable import Postgres

@Suite struct SQLAliasTests {
    @Test func namesOfTheAliasAreReplacedAndNothingElse() {
        let sql: SQL = "lower(r.name) = 'r.x' and r.id = other.r.id and air.x = owner.y and (r.a->>'r.b') is null"
        #expect(
            sql.reading("r", as: "r1").text
                == "lower(r1.name) = 'r.x' and r1.id = other.r.id and air.x = owner.y and (r1.a->>'r.b') is null")
    }

    @Test func valuesStayWithTheirPlaces() async throws {
        let sql: SQL = "r.a = \(1) and r.b = \("x") and 'it''s r.c' = r.c"
        let renamed: SQL = "select \(true) where \(sql.reading("r", as: "longer_name")) and \(2) = 2"
        #expect(
            renamed.text
                == "select $1 where longer_name.a = $2 and longer_name.b = $3 and 'it''s r.c' = longer_name.c and $4 = 2")
    }
}
