/// Ways in which a schema can come to differ from its migrations, and what a scan must say of each.
struct PlantedDrift: Sendable {
    let statements: [String]
    /// In the order of their objects.
    let found: [String]

    init(_ statements: String..., found: String...) {
        self.statements = statements
        self.found = found
    }

    /// - Parameter role: a login that is not the schema's owner.
    static func all(role: String) -> [PlantedDrift] {
        [
            PlantedDrift("alter table notes add column extra int", found: "unexpected column notes.extra"),
            PlantedDrift("alter table notes drop column colour", found: "missing column notes.colour"),
            PlantedDrift("alter table notes alter column colour type text", found: "changed column notes.colour"),
            PlantedDrift("alter table notes alter column size set default 4", found: "changed column notes.size"),
            PlantedDrift("alter table notes alter column size drop default", found: "changed column notes.size"),
            PlantedDrift("alter table notes alter column text drop not null", found: "changed column notes.text"),
            PlantedDrift("grant update (colour) on notes to public", found: "changed column notes.colour"),
            PlantedDrift("create index extra on notes (size)", found: "unexpected index extra"),
            PlantedDrift("drop index notes_text", found: "missing index notes_text"),
            PlantedDrift("drop index notes_text", "create index notes_text on notes (text, id)", found: "changed index notes_text"),
            PlantedDrift("alter table notes add constraint extra check (size < 9)", found: "unexpected constraint notes.extra"),
            PlantedDrift("alter table notes drop constraint notes_size", found: "missing constraint notes.notes_size"),
            PlantedDrift(
                "alter table notes drop constraint notes_size", "alter table notes add constraint notes_size check (size > 0) not valid",
                found: "changed constraint notes.notes_size"),
            PlantedDrift(
                "alter table papers drop constraint papers_note",
                "alter table papers add constraint papers_note foreign key (note_id) references notes (id)",
                found: "changed constraint papers.papers_note"),
            PlantedDrift("drop trigger touch on notes", found: "missing trigger notes.touch"),
            PlantedDrift("alter table notes disable trigger touch", found: "changed trigger notes.touch"),
            PlantedDrift(
                "create trigger extra before update on papers for each row execute function touch()",
                found: "unexpected trigger papers.extra"),
            PlantedDrift(
                "create or replace function touch() returns trigger language plpgsql as $$ begin return null; end $$",
                found: "changed function touch()"),
            PlantedDrift("alter function touch() owner to \(role)", found: "changed function touch()"),
            PlantedDrift(
                "create function extra(int) returns int language sql as 'select 1'", found: "unexpected function extra(integer)"),
            PlantedDrift("grant select on notes to \(role)", found: "changed grants on notes"),
            PlantedDrift("revoke insert on notes from tenant", found: "changed grants on notes"),
            PlantedDrift("grant usage on schema tenant to public", found: "changed grants on schema"),
            PlantedDrift("alter table notes owner to \(role)", found: "changed grants on notes", "changed table notes"),
            PlantedDrift("alter table notes enable row level security", found: "changed table notes"),
            PlantedDrift("alter table notes set (fillfactor = 50)", found: "changed table notes"),
            PlantedDrift(
                "create table extra (id uuid primary key)",
                found: "unexpected column extra.id", "unexpected constraint extra.extra_pkey", "unexpected grants on extra",
                "unexpected index extra_pkey", "unexpected table extra"),
            PlantedDrift(
                "drop table papers",
                found: "missing column papers.id", "missing column papers.note_id", "missing constraint papers.papers_note",
                "missing constraint papers.papers_pkey", "missing grants on papers", "missing index papers_pkey", "missing table papers"),
            PlantedDrift("create view extra as select 1 as one", found: "unexpected grants on extra", "unexpected view extra"),
            PlantedDrift("create type mood as enum ('sad', 'glad')", found: "unexpected type mood"),
        ]
    }
}
