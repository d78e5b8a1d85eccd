import Foundation
import Platform
import Web

/// The form in which somebody chooses, as it stands on the page and as it was typed.
struct ChoicesForm: Sendable {
    private var chosen: [String: Bool]
    private let isDaily: Bool
    private let hour: String
    private let quietFrom: String
    private let quietUntil: String
    private(set) var errors: [FieldError] = []
    /// Nil where something is wrong.
    private(set) var choices: NotificationChoices?

    init(_ choices: NotificationChoices) {
        chosen = choices.chosen
        isDaily = choices.digestHour != nil
        hour = "\(choices.digestHour ?? 8)"
        quietFrom = choices.quiet.map { Clock.text(minute: $0.from) } ?? ""
        quietUntil = choices.quiet.map { Clock.text(minute: $0.until) } ?? ""
    }

    init(typed: FormData) {
        chosen = [:]
        for kind in NotificationKind.all {
            for channel in NotificationChoices.Channel.allCases {
                let key = NotificationChoices.key(kind, channel)
                chosen[key] = typed.bool(key)
            }
        }
        isDaily = typed.string("timing") == "daily"
        hour = typed.string("hour")
        quietFrom = typed.string("quiet_from")
        quietUntil = typed.string("quiet_until")
        read()
    }

    private mutating func read() {
        let digest = Int(hour).flatMap { (0..<24).contains($0) ? $0 : nil }
        if isDaily, digest == nil { errors.append(FieldError(field: "hour", code: "out_of_range", message: "Choose an hour of the day.")) }
        let quiet = QuietHours(from: Clock.minute(parsing: quietFrom), until: Clock.minute(parsing: quietUntil))
        if quiet == nil, !(quietFrom.isEmpty && quietUntil.isEmpty) {
            errors.append(
                FieldError(field: "quiet_from", code: "invalid", message: "Give both a beginning and an end, such as 22:00 and 07:00."))
        }
        guard errors.isEmpty else { return }
        choices = NotificationChoices(chosen: chosen, digestHour: isDaily ? digest : nil, quiet: quiet)
    }

    func html(csrf: String, zone: TimeZone, texts: Texts) -> HTML {
        let form = Form(
            post: "/profile/notifications", csrf: csrf,
            """
            \(Card(texts("What I want to be told"), kinds(texts)))\
            \(Card(texts("Mail"), "<div class=\"stack\">\(timing(texts))</div>"))\
            \(Card(texts("Quiet hours"), hint: texts("Nothing is mailed and the bell says nothing."), "<div class=\"stack\">\(quiet(zone, texts))</div>"))\
            \(FormActions(Button(texts("Save"), kind: .primary)))
            """)
        return ReadingColumn(form.html).html
    }

    private func kinds(_ texts: Texts) -> HTML {
        let known = NotificationChoices(chosen: chosen)
        return ItemList(
            NotificationKind.all.map { kind in
                let label = texts(kind.label)
                let ticks = [(NotificationChoices.Channel.app, texts("Inbox")), (.mail, texts("Mail"))].map { channel, place -> HTML in
                    """
                    <label class="tick"><input type="checkbox" name="\(NotificationChoices.key(kind, channel))" value="1" \
                    aria-label="\(label): \(place)"\(attribute: "checked", known.wants(kind, by: channel))><span>\(place)</span></label>
                    """
                }
                return ItemList.Item(
                    label, leading: kind.icon.html, trailing: "<span class=\"form inline\">\(each: ticks, { $0 })</span>", quiet: true)
            }
        ).html
    }

    private func timing(_ texts: Texts) -> HTML {
        let hours = (0..<24).map { Choice("\($0)", Clock.text(minute: $0 * 60)) }
        return """
            \(FormField(
                texts("When"), name: "timing",
                .radios([Choice("at_once", texts("At once")), Choice("daily", texts("One mail a day"))]), value: isDaily ? "daily" : "at_once"))\
            \(FormField(texts("Hour of the daily mail"), name: "hour", .select(hours), value: hour, error: texts.error("hour", in: errors)))
            """
    }

    private func quiet(_ zone: TimeZone, _ texts: Texts) -> HTML {
        let error = texts.error("quiet_from", in: errors)
        return """
            <div class="field-row">\(FormField(texts("From"), name: "quiet_from", .time, value: quietFrom, error: error))\
            \(FormField(texts("Until"), name: "quiet_until", .time, value: quietUntil))</div>\
            <p class="help">\(texts("In your time zone, \(zone.identifier). Leave both empty for no quiet hours."))</p>
            """
    }
}
