import Tenant
import Testing

@testable import Platform

struct MigrationLintTests {
    @Test func featuresKeepTheRules() {
        let flaws = MigrationLint().flaws(in: Features.platform.schemaPlan.migrations)
        #expect(flaws.isEmpty, "\(flaws.map(\.description).joined(separator: "\n"))")
    }

    /// A rule, what breaks it, and what does the same within it.
    private static let cases: [(LintRule, broken: [String], kept: [String])] = [
        (
            .volatileDefault, ["alter table notes add column token uuid default gen_random_uuid()"],
            [
                "alter table notes add column at timestamptz not null default now()",
                "alter table notes add column price numeric(10, 2) default 0",
                "alter table notes add column parts jsonb default '{}'::jsonb",
            ]
        ),
        (.changedType, ["alter table notes alter column size type bigint"], ["alter table notes alter column size set default 1"]),
        (
            .uncheckedNotNull,
            ["alter table notes alter column size set not null", "alter table notes add column owner_id uuid not null"],
            ["alter table notes add column colour text not null default 'red'", "alter table notes alter column size drop not null"]
        ),
        (.lockingIndex, ["create index events_kind on events (kind)"], ["create index notes_size on notes (size)"]),
        (
            .lockingConstraint, ["alter table events add constraint kind_known check (kind <> '')"],
            ["alter table events add constraint kind_known check (kind <> '') not valid"]
        ),
        (.bulkChange, ["update events set kind = lower(kind)"], ["update notes set size = 1"]),
        (.concurrently, ["create index concurrently notes_size on notes (size)"], ["create index notes_size on notes (size)"]),
        (
            .inlineConstraint,
            [
                "alter table notes add column size int check (size > 0)", "alter table notes add column email text unique",
                "alter table notes add column user_id uuid references users (id)",
            ],
            ["alter table notes add column size int", "alter table notes add constraint size_positive check (size > 0)"]
        ),
        (
            .serialOrIdentity,
            [
                "create table a (id bigserial primary key)", "alter table notes add column number serial",
                "create table a (id bigint generated always as identity primary key)",
            ],
            ["create table a (id uuid primary key, serial text)"]
        ),
        (
            .unnamedConstraint,
            [
                "create table a (id uuid primary key, email text unique)", "create table a (id uuid primary key, unique (id, email))",
                "create table a (id uuid primary key, user_id uuid references users (id))", "alter table notes add check (size > 0)",
                "create table a (id uuid primary key, foreign key (user_id) references users (id))",
            ],
            [
                "create table a (id uuid primary key, email text constraint a_email unique)",
                "create table a (id uuid, email text, primary key (id), constraint a_user foreign key (email) references users (id))",
            ]
        ),
        (.missingKey, ["create table a (id uuid)"], ["create table a (x int, y int, primary key (x, y))"]),
        (.block, ["do $$ begin perform 1; end $$"], ["create function f() returns int language sql as $$ select 1; select 2 $$"]),
        (
            .severalStatements, ["create table a (id uuid primary key); create table b (id uuid primary key)"],
            ["create table a (id uuid primary key);", "comment on table notes is 'first; then'"]
        ),
        (
            .tableFromQuery, ["create table a as select * from notes", "select * into a from notes", "create schema other"],
            ["create table a (id uuid primary key, label text default ('as'))", "insert into a (id) select id from notes"]
        ),
        (
            .otherSchema,
            [
                "create table a (id uuid primary key, constraint a_t foreign key (id) references platform.tenants (id))",
                "alter table platform.tenants add column x text", "create index i on public.notes (size)",
            ],
            ["create index i on notes using gin (text extensions.gin_trgm_ops)"]
        ),
        (
            .inheritance, ["create table a (primary key (id)) inherits (notes)", "create table a partition of other.notes default"],
            ["create table a partition of notes for values from (1) to (2)"]
        ),
        (
            .readingTrigger,
            ["create function f() returns trigger language plpgsql as $$ begin select 1 into x from notes; return new; end $$"],
            [
                "create function f() returns trigger language plpgsql as $$ begin if new.a is distinct from old.a then new.b = 1; end if; return new; end $$"
            ]
        ),
        (
            .notification,
            [
                "select pg_notify('a', 'b')", "notify a",
                "create function f() returns trigger language plpgsql as $$ begin perform pg_notify('a', new.id); return new; end $$",
            ], ["create table notify (id uuid primary key)"]
        ),
        (
            .contraction,
            [
                "alter table notes drop column size", "alter table notes rename column size to length",
                "alter table notes rename to papers",
                "drop table notes",
            ],
            [
                "alter table notes drop constraint size_positive", "alter table notes alter column size drop default",
                "drop index notes_size",
            ]
        ),
    ]

    @Test(arguments: cases.flatMap { rule, broken, _ in broken.map { (rule, $0) } })
    func statementThatBreaksARuleIsFound(rule: LintRule, statement: String) {
        #expect(rules(brokenBy: [statement]).contains(rule))
    }

    @Test(arguments: cases.flatMap { rule, _, kept in kept.map { (rule, $0) } })
    func statementThatKeepsARuleIsLeftAlone(rule: LintRule, statement: String) {
        #expect(!rules(brokenBy: [statement]).contains(rule))
    }

    @Test func everyRuleHasItsCases() {
        #expect(Set(Self.cases.map(\.0)) == Set(LintRule.allCases))
    }

    @Test func tableThatTheSameMigrationMakesIsNobodysYet() {
        let statements = [
            "create table events (id uuid primary key)", "create index events_id on events (id)",
            "alter table events alter column id type text",
            "alter table events add column token uuid default gen_random_uuid()", "alter table events drop column token",
        ]
        #expect(rules(brokenBy: statements).isEmpty)
        #expect(rules(brokenBy: Array(statements.dropFirst())) == [.lockingIndex, .changedType, .volatileDefault, .contraction])
    }

    @Test func notNullIsAllowedOnceACheckIsValidated() {
        let check = Migration("a/1", ["alter table notes add constraint size_there check (size is not null) not valid"])
        let validation = Migration("a/2", ["alter table notes validate constraint size_there"])
        let demand = Migration("a/3", ["alter table notes alter column size set not null"])
        #expect(MigrationLint().flaws(in: [check, validation, demand]).isEmpty)
        #expect(MigrationLint().flaws(in: [check, demand]).map(\.rule) == [.uncheckedNotNull])
    }

    @Test func contractionWaitsForTheReleaseAfterTheLastUse() {
        let drop = Migration.contraction("a/1", outgrown: "0.4", ["alter table notes drop column size"])
        #expect(MigrationLint(build: "0.4").flaws(in: [drop]).map(\.rule) == [.contraction])
        #expect(MigrationLint(build: "0.5").flaws(in: [drop]).isEmpty)
    }

    @Test func indexBuildsAndBackfillsAreMadeForBigTables() {
        let index = Migration.index("a/1", ConcurrentIndex("events_kind", on: "events", "(kind)"))
        let backfill = Migration.backfill(
            "a/2", "update events set kind = '' where id in (select id from events where kind is null limit 1000)")
        #expect(MigrationLint().flaws(in: [index, backfill]).isEmpty)
    }

    private func rules(brokenBy statements: [String]) -> [LintRule] {
        MigrationLint().flaws(in: [Migration("a/1", statements)]).map(\.rule)
    }
}
