import Platform
import Web

/// What else can be done with a field: made fast, put away, brought back.
struct CustomFieldDeeds: Component {
    let field: CustomField
    let csrf: String
    let texts: Texts

    var html: HTML {
        "\(if: !field.isArchived, "\(index)")\(archive)"
    }

    private var index: Card {
        let state: String
        if field.indexedAt != nil {
            state = texts("Filters and sorting by this field are fast, however many records there are.")
        } else if field.indexWantedAt != nil {
            state = texts("The index is being built; this takes a minute or a few.")
        } else {
            state = texts("With tens of thousands of records, an index keeps filters and sorting by this field fast.")
        }
        let isWanted = field.indexWantedAt != nil
        let button = Button(texts(isWanted ? "Give up the index" : "Build an index"), icon: .bolt)
        let mayGiveUp = !(isWanted && field.definition.isUnique)
        return card(
            texts("Speed"), state, "\(field.path)/index", mayGiveUp ? button : nil,
            "<input type=\"hidden\" name=\"wanted\" value=\"\(isWanted ? "0" : "1")\">")
    }

    private var archive: Card {
        if field.isArchived {
            return card(
                texts("Archived"), texts("Nobody sees this field; the records keep the values."), "\(field.path)/restoration",
                Button(texts("Bring back"), kind: .primary, icon: .undo))
        }
        let question = texts("Take \(field.definition.label) away from everybody? The values are kept.")
        return card(
            texts("Archive"),
            texts("The field goes from forms, lists, filters, files and the API. Its values are kept and come back with it."),
            "\(field.path)/archival", Button(texts("Archive"), kind: .danger, icon: .trash, confirm: question))
    }

    private func card(_ title: String, _ text: String, _ action: String, _ button: Button?, _ fields: HTML = .empty) -> Card {
        guard let button else { return Card(title, "<p>\(text)</p>") }
        return Card(title, Form(post: action, csrf: csrf, "<p>\(text)</p>\(fields)\(FormActions(button))").html)
    }
}
