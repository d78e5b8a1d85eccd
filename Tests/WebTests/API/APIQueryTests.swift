import Testing

@testable import Web

struct APIQueryTests {
    @Test func everyParameterIsRead() throws {
        let query = try APIQuery(
            query: "limit=50&cursor=abc&sort=-created_at,last_name&q=+smith+&fields=id,email&include=company&total=true"
                + "&filter[last_name][contains]=smith&filter%5Bamount%5D%5Bgte%5D=100000&filter[stage][in]=new,a%5C,b&filter[city]=Berlin"
                + "&filter={\"or\":[]}&view=board",
            allowing: ["view"])
        #expect(query.limit == 50 && query.cursor == "abc" && query.search == "smith" && query.wantsTotal)
        #expect(query.sort == [SortParameter("created_at", descends: true), SortParameter("last_name")])
        #expect(query.fields == ["id", "email"] && query.include == ["company"])
        #expect(
            query.filters == [
                FilterParameter(field: "last_name", op: "contains", values: ["smith"]),
                FilterParameter(field: "amount", op: "gte", values: ["100000"]),
                FilterParameter(field: "stage", op: "in", values: ["new", "a,b"]),
                FilterParameter(field: "city", op: "eq", values: ["Berlin"]),
            ])
        #expect(query.filterTree == ["or": []])
        #expect(query.others.string("view") == "board")
    }

    @Test func withoutParametersTheDefaultsHold() throws {
        let query = try APIQuery(query: "")
        #expect(query.limit == 25 && query.cursor == nil && query.sort.isEmpty && query.fields == nil && !query.wantsTotal)
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=201", "limit"), ("limit=ten", "limit"), ("sort=", "sort"), ("sort=a,,b", "sort"), ("sort=-", "sort"),
        ("sort=a,-a", "sort"), ("total=maybe", "total"), ("unknown=1", "unknown"), ("filter=[]", "filter"), ("filter={", "filter"),
        ("filter[]=x", "filter[]"), ("filter[a][b][c]=x", "filter[a][b][c]"), ("filter[a=x", "filter[a"), ("filter[a'b]=x", "filter[a'b]"),
        ("limit=1&limit=2", "limit"),
    ])
    func wrongParametersAreNamed(text: String, field: String) {
        #expect {
            try APIQuery(query: text)
        } throws: { error in
            guard case .invalid(let errors)? = error as? Failure else { return false }
            return errors.map(\.field) == [field]
        }
    }

    @Test func allWrongParametersAreNamedAtOnce() {
        #expect {
            try APIQuery(query: "limit=0&colour=red&total=x")
        } throws: { error in
            guard case .invalid(let errors)? = error as? Failure else { return false }
            return errors.map(\.field) == ["limit", "colour", "total"]
        }
    }

    @Test func randomQueriesNeverCrash() {
        let pieces = ["filter", "[", "]", "=", "&", "limit", "sort", ",", "-", "{", "}", "\"a\"", ":", "1", "%5B", "\\", "in"]
        for _ in 0..<10_000 {
            _ = try? APIQuery(query: (0..<Int.random(in: 0...15)).map { _ in pieces.randomElement()! }.joined())
        }
    }
}

struct CursorTests {
    private let cursors = Cursor(testRing)

    @Test func aCursorComesBackAsItWas() throws {
        let values: [JSONValue] = ["Ärmel", nil, 42, true, "0190a8c0-1234-7abc-8def-001122334455"]
        #expect(try cursors.decode(cursors.encode(values, list: "contacts|-name"), list: "contacts|-name") == values)
    }

    @Test func madeUpAndForeignCursorsAreRefused() {
        let cursor = cursors.encode([1], list: "contacts")
        for (text, list) in [
            (cursor, "companies"), ("", "contacts"), ("abc", "contacts"), (String(cursor.dropLast()), "contacts"),
            ("A" + cursor.dropFirst(), "contacts"),
        ] where !(text == cursor && list == "contacts") {
            #expect {
                try cursors.decode(text, list: list)
            } throws: { error in
                guard case .invalid(let errors)? = error as? Failure else { return false }
                return errors.first?.field == "cursor"
            }
        }
    }
}
