import Platform
import Testing

@Suite struct StatementLockTests {
    @Test(arguments: [
        ("create table notes (id uuid primary key)", LockMode.none),
        ("create table notes (id uuid, author uuid references users (id))", .shareRowExclusive),
        ("create table events_2027 partition of events for values from (1) to (2)", .accessExclusive),
        ("create index notes_author on notes (author)", .share),
        ("CREATE UNIQUE INDEX CONCURRENTLY notes_author ON notes (author)", .shareUpdateExclusive),
        ("create trigger t after insert on notes execute function f()", .shareRowExclusive),
        ("create function f() returns int language sql as 'select 1'", .none),
        ("alter table notes add column colour text", .accessExclusive),
        ("alter table notes add constraint a foreign key (author) references users (id) not valid", .shareRowExclusive),
        ("alter table notes validate constraint a", .shareUpdateExclusive),
        ("alter table notes validate constraint a, drop column colour", .accessExclusive),
        ("alter table notes add constraint k foreign key (a, b) references users (a, b), validate constraint v", .shareRowExclusive),
        ("alter default privileges in schema s grant select on tables to r", .none),
        ("drop index notes_author", .accessExclusive),
        ("drop index concurrently notes_author", .shareUpdateExclusive),
        ("insert into notes (id) select id from drafts", .rowExclusive),
        ("update notes set colour = 'red'", .rowExclusive),
        ("select 1", .accessShare),
        ("select id from notes for update", .rowShare),
        ("grant select on notes to r", .none),
        ("truncate notes", .accessExclusive),
        ("do $$ begin end $$", .accessExclusive),
    ])
    func eachKindOfStatementTakesItsLock(_ statement: String, _ mode: LockMode) {
        #expect(StatementLock(statement).mode == mode)
    }

    @Test func commentsAndLinesDoNotMatter() {
        let statement = """
            -- drop table everything
            create table notes (
                id uuid primary key, -- references nothing
                name text
            )
            """
        #expect(StatementLock(statement).mode == .none)
    }
}
