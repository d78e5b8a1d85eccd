import Foundation
import Platform
import Web

/// What a view is called and who may use it, as a form asks for it.
struct ViewForm: Component {
    let type: RecordType
    /// Nil for a new one.
    let view: SavedView?
    /// The query of the list that is to be kept; nil leaves it as it is.
    let state: String?
    let typed: FormData
    var errors: [FieldError] = []
    let teams: [(id: UUID, name: String)]
    let viewer: Viewer
    let csrf: String
    let texts: Texts

    var html: HTML {
        let cancel = view.map { $0.path(of: type) } ?? "\(type.path)\(state.map { $0.isEmpty ? "" : "?\($0)" } ?? "")"
        return Form(
            post: view?.path ?? "/views", csrf: csrf,
            """
            \(ErrorSummary(texts("The view could not be saved"), fields: fields, others: others))\
            <input type="hidden" name="type" value="\(type.name)">\(state.map { "<input type=\"hidden\" name=\"state\" value=\"\($0)\">" })\
            \(each: fields, { $0.html })\
            \(FormActions(Button(texts("Save view"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: cancel)))
            """
        ).html
    }

    private var fields: [FormField] {
        let allowed = SavedView.Visibility.allowed(to: viewer, for: type).filter { $0 != .team || !teams.isEmpty }
        let kept = view.map { allowed.contains($0.visibility) ? allowed : allowed + [$0.visibility] } ?? allowed
        var fields = [
            FormField(
                texts("Name"), name: "name", .text(maxLength: 60), value: typed.text("name"),
                error: texts.error("name", in: errors), required: true,
                placeholder: texts("Customers without contact for 30 days"), autofocus: true),
            FormField(
                texts("Who can use it"), name: "visibility", .radios(kept.map { Choice($0.rawValue, texts($0.label)) }),
                value: typed.string("visibility"), error: texts.error("visibility", in: errors)),
        ]
        if kept.contains(.team) {
            fields.append(
                FormField(
                    texts("Team"), name: "team_id", .select(teams.map { Choice($0.id.text, $0.name) }),
                    value: typed.text("team_id"),
                    error: texts.error("team_id", in: errors), help: texts("Counts where a team can use it.")))
        }
        fields.append(
            FormField(
                texts("Among the tabs of the list"), name: "is_pinned", .checkbox, value: typed.nonEmpty("is_pinned"),
                error: texts.error("is_pinned", in: errors)))
        fields.append(
            FormField(
                texts("Place among the tabs"), name: "position", .number(min: "0", max: "1000000", step: "1"),
                value: typed.text("position"),
                error: texts.error("position", in: errors), help: texts("The lowest comes first.")))
        return fields
    }

    private var others: [String] {
        let shown: Set = ["name", "visibility", "team_id", "is_pinned", "position"]
        return errors.filter { !shown.contains($0.field) }.map { texts($0.message) }
    }

    /// What the form holds before anybody has typed.
    static func typed(_ view: SavedView?) -> FormData {
        var form = FormData()
        form.append("name", view?.name ?? "")
        form.append("visibility", (view?.visibility ?? .own).rawValue)
        if let team = view?.teamID { form.append("team_id", team.text) }
        if view?.isPinned ?? true { form.append("is_pinned", "1") }
        form.append("position", "\(view?.position ?? 0)")
        return form
    }

    static func fill(_ details: inout ViewDetails, from form: FormData) throws {
        guard let visibility = SavedView.Visibility(rawValue: form.string("visibility")) else {
            throw Failure.invalid("visibility", "unknown", "Say who can use the view.")
        }
        details.name = form.string("name")
        details.visibility = visibility
        details.teamID = visibility == .team ? UUID(uuidString: form.string("team_id")) : nil
        details.isPinned = form.nonEmpty("is_pinned") != nil
        do {
            details.position = try form.int("position") ?? 0
        } catch {
            throw Failure.invalid([error])
        }
    }
}
