import Postgres
import Testing

@Suite struct SQLTests {
    @Test func valuesAreSentApartFromTheText() {
        let sql: SQL = "select * from contacts where name = \("O'Hara; drop table contacts") and age > \(30)"
        #expect(sql.text == "select * from contacts where name = $1 and age > $2")
    }

    @Test func fragmentsAreRenumbered() {
        let first: SQL = "a = \(1) and b = \(2)"
        let second: SQL = "(\(first) or c = \("x"))"
        let sql: SQL = "select \(true) where \(second) and \(first) limit \(10)"
        #expect(sql.text == "select $1 where ($2 and b = $3 or c = $4) and a = $5 and b = $6 limit $7".replacing("($2", with: "(a = $2"))
    }

    @Test func moreThanNineValuesKeepTheirOrder() async throws {
        try await withDatabase { client, _ in
            let list = (1...25).map { "\($0)" as SQL }.joined(by: ", ")
            let pair = list + ", " + list
            let row = try #require(try await client.perform(plain, "select array[\(pair)]").first)
            #expect(try row.decode([Int].self) == Array(1...25) + Array(1...25))
        }
    }

    @Test func boundValuesBecomeOneArray() async throws {
        try await withDatabase { client, _ in
            let numbers = SQL.array(bound: ["\(1)", "\(Int?.none)", "\(3)"])
            let texts = SQL.array(bound: ["\("a")", "\("b, \"c\"")", "\("")"])
            let row = try #require(try await client.perform(plain, "select \(numbers), \(texts)").first)
            let (found, words) = try row.decode(([Int?], [String]).self)
            #expect(found == [1, nil, 3])
            #expect(words == ["a", "b, \"c\"", ""])
        }
    }

    @Test func castOfEachValueBecomesOneOfTheArray() async throws {
        try await withDatabase { client, _ in
            let amounts = SQL.array(bound: ["\("12.50")::numeric", "\(String?.none)::numeric", "\("-0.001")::numeric"])
            #expect(amounts.text == "$1::numeric[]")
            let rows = try await client.perform(
                plain, "select pg_typeof(n.amount)::text, n.amount::text from unnest(\(amounts)) as n (amount)")
            let found = try rows.map { try $0.decode((String, String?).self) }
            #expect(found.map(\.0) == ["numeric", "numeric", "numeric"])
            #expect(found.map(\.1) == ["12.50", nil, "-0.001"])
        }
    }

    @Test(arguments: [[], [""], ["a", "b"], ["comma, quote \" and \\", "{}", "null", " x "], ["Zoë\n東京"]])
    func arrayLiteralsCastToWhatTheySay(texts: [String]) async throws {
        try await withDatabase { client, _ in
            let row = try #require(try await client.perform(plain, "select \(SQL.arrayLiteral(texts))::text[]").first)
            #expect(try row.decode([String].self) == texts)
        }
    }

    @Test func whatLooksLikeAPlaceholderInTextStaysAsItIs() {
        let literal: SQL = "price = '$1'"
        let sql: SQL = "select \(1) where \(literal) and x = \(2)"
        #expect(sql.text == "select $1 where price = '$1' and x = $2")
    }

    @Test func aLiteralNumberIsPartOfTheText() {
        let sql: SQL = "select \(1) limit \(literal: 26) offset \(literal: -3)"
        #expect(sql.text == "select $1 limit 26 offset -3")
    }

    @Test func identifiersAreQuoted() {
        let sql: SQL = "select \(SQLIdentifier("na\"me")) from \("t" as SQLIdentifier)"
        #expect(sql.text == #"select "na""me" from "t""#)
    }

    @Test func emptyFragmentsChangeNothing() {
        let sql = SQL.empty + "select \(1)" + .empty
        #expect(sql.text == "select $1")
        #expect(SQL.empty.isEmpty)
        #expect([SQL]().joined(by: ", ").isEmpty)
    }

    @Test func statementsAreCalledByNameOrByTheirStart() {
        let sql: SQL = "select a_rather_long_list, of_many_columns, from_a_table from somewhere"
        #expect(sql.label == "select a_rather_long_list, of_many_colum")
        #expect(sql.named("list of things").label == "list of things")
    }

    @Test func nilIsNull() async throws {
        try await withDatabase { client, _ in
            let nothing: String? = nil
            let row = try #require(try await client.perform(plain, "select \(nothing) is null, \("x" as String?)").first)
            let (isNull, text) = try row.decode((Bool, String?).self)
            #expect(isNull)
            #expect(text == "x")
        }
    }
}
