import Foundation
import Platform
import Web

/// The pages around imports that are about no single one.
enum ImportPages {
    static func list(_ imports: [Import], _ shown: Shown) -> HTML {
        guard !imports.isEmpty else {
            return EmptyState(
                .upload, title: "Nothing imported yet", text: "Bring in contacts or companies from a spreadsheet saved as CSV.",
                action: Button("Import a file", kind: .primary, icon: .upload, href: "/imports/new").html
            ).html
        }
        return Table(
            "Imports",
            columns: [
                .init("File"), .init("What"), .init("Added", numeric: true), .init("Rejected", numeric: true), .init("When"),
                .init("State", phone: .badge),
            ],
            rows: imports.map { source in
                Table.Row(
                    id: source.id.uuidString, label: source.fileName, href: source.path,
                    cells: [
                        "\(source.fileName)", "\(source.type.pluralLabel)", "\(Words.english.grouped(source.counts.created))",
                        "\(Words.english.grouped(source.counts.rejected))", "\(shown.since(source.createdAt))", source.badge.html,
                    ])
            }
        ).html
    }

    static func upload(_ types: [RecordType], chosen: String, problem: String?, csrf: String) -> HTML {
        guard !types.isEmpty else {
            return EmptyState(.lock, title: "Nothing to import into", text: "Your role does not let you import records.").html
        }
        let choices = types.map { Choice($0.name, $0.pluralLabel) }
        let form = Form(
            post: "/imports?\(CSRF.fieldName)=\(csrf.queryEscaped)", csrf: csrf, sendsFiles: true,
            """
            \(FormField("What are the rows?", name: "record_type", .radios(choices), value: chosen.isEmpty ? types[0].name : chosen, required: true))\
            \(FormField(
                "File", name: "file", .file(accept: ".csv,.txt,.tsv,text/csv"), error: problem,
                help: "CSV with any separator and encoding, up to 512 MB. You see what would happen before anything is saved.", required: true))\
            \(FormActions(Button("Next", kind: .primary), cancel: Button("Cancel", kind: .quiet, href: "/imports")))
            """)
        return ReadingColumn("\(Steps(ImportPage.steps, current: 0))\(Card(nil, form.html))").html
    }
}

extension Import {
    var badge: Badge {
        switch state {
        case .mapping: Badge("Not started")
        case .checking: Badge("Being checked", tone: .info)
        case .checked: Badge("Checked", tone: .info)
        case .running: Badge("Running", tone: .info)
        case .done: Badge("Done", tone: .success)
        case .failed: Badge("Stopped", tone: .danger)
        }
    }
}
