import Testing

@testable import Platform

struct SQLWordsTests {
    @Test func literalsAndCommentsHideNothingAndAddNothing() {
        let words = SQLWords("SELECT 'Don''t; -- stop', $x$ a; b $x$ -- the end; really\nFROM Notes;").words
        #expect(words == ["select", "'Don'", "'t; -- stop'", ",", "$x$ a; b $x$", "from", "notes", ";"])
    }

    @Test func partsStandBetweenOuterCommas() {
        let words = SQLWords("a numeric(10, 2), b text, check (a in (1, 2))")
        #expect(words.parts.map { $0.words.joined(separator: " ") } == ["a numeric ( 10 , 2 )", "b text", "check ( a in ( 1 , 2 ) )"])
        #expect(words.outsideBrackets.words == ["a", "numeric", ",", "b", "text", ",", "check"])
        #expect(SQLWords("create table a (b int, c int) with (x)").inBrackets.words == ["b", "int", ",", "c", "int"])
    }

    @Test(arguments: [
        ("create table if not exists notes (id uuid)", "notes"), ("alter table only notes add x int", "notes"),
        ("create unique index i on notes (a)", "notes"), ("update notes set a = 1", "notes"), ("delete from notes", "notes"),
        ("insert into notes (a) values (1)", "notes"), ("drop table if exists notes", "notes"),
        ("create trigger t after insert on notes execute function f()", "notes"),
    ])
    func statementNamesItsTable(statement: String, table: String) {
        #expect(SQLWords(statement).table == table)
    }

    @Test func statementWithoutTableNamesNone() {
        #expect(SQLWords("create function f() returns int language sql as $$ select 1 $$").table == nil)
    }
}
