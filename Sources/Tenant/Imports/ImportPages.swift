import Foundation
import Platform
import Web

/// The pages around imports that are about no single one.
enum ImportPages {
    static func list(_ imports: [Import], _ shown: Shown) -> HTML {
        let texts = shown.texts
        guard !imports.isEmpty else {
            return EmptyState(
                .upload, title: texts("Nothing imported yet"),
                text: texts("Bring in contacts or companies from a spreadsheet saved as CSV."),
                action: Button(texts("Import a file"), kind: .primary, icon: .upload, href: "/imports/new").html
            ).html
        }
        let table = Table(
            texts("Imports"),
            columns: [
                .init(texts("File")), .init(texts("What")), .init(texts("Added"), numeric: true), .init(texts("Changed"), numeric: true),
                .init(texts("Rejected"), numeric: true), .init(texts("When")), .init(texts("State"), phone: .badge),
            ],
            rows: imports.map { source in
                Table.Row(
                    id: source.id.uuidString, label: source.fileName, href: source.path,
                    cells: [
                        "\(source.fileName)", "\(texts(source.type.pluralLabel))", "\(texts.grouped(source.counts.created))",
                        "\(texts.grouped(source.counts.updated))", "\(texts.grouped(source.counts.rejected))",
                        "\(shown.since(source.createdAt))", source.badge(texts).html,
                    ])
            }, texts: texts)
        let times = texts("The file itself is kept for \(Import.fileDays) days, and what came of it for \(Import.days).")
        return "\(table)<p class=\"muted\">\(times)</p>"
    }

    static func upload(_ types: [RecordType], chosen: String, problem: Phrase?, csrf: String, texts: Texts) -> HTML {
        guard !types.isEmpty else {
            return EmptyState(.lock, title: texts("Nothing to import into"), text: texts("Your role does not let you import records.")).html
        }
        let choices = types.map { Choice($0.name, texts($0.pluralLabel)) }
        let form = Form(
            post: "/imports?\(CSRF.fieldName)=\(csrf.queryEscaped)", csrf: csrf, sendsFiles: true,
            """
            \(FormField(
                texts("What are the rows?"), name: "record_type", .radios(choices), value: chosen.isEmpty ? types[0].name : chosen,
                required: true))\
            \(FormField(
                texts("File"), name: "file", .file(accept: ".csv,.txt,.tsv,.vcf,text/csv,text/vcard"), error: texts(ifAny: problem),
                help: texts("CSV with any separator and encoding, or vCard, up to 512 MB. You see what would happen before anything is saved."),
                required: true))\
            \(FormActions(Button(texts("Next"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/imports")))
            """)
        return ReadingColumn("\(Steps(ImportPage.steps(texts), current: 0, texts: texts))\(Card(nil, form.html))").html
    }
}

extension Import {
    func badge(_ texts: Texts) -> Badge {
        if isReverted { return Badge(texts("Undone"), tone: .warning) }
        switch state {
        case .mapping: return Badge(texts("Not started"))
        case .checking: return Badge(texts("Being checked"), tone: .info)
        case .checked: return Badge(texts("Checked"), tone: .info)
        case .running: return Badge(texts("Running"), tone: .info)
        case .done: return Badge(texts("Done"), tone: .success)
        case .failed: return Badge(texts("Stopped"), tone: .danger)
        case .cancelled: return Badge(texts("Stopped"), tone: .warning)
        }
    }
}
