import Hummingbird
import Platform
import Postgres
import Web

extension CRMFeature {
    static var calendar: CRMFeature {
        var feature = CRMFeature("calendar")
        feature.migrations = CalendarSchema.migrations
        feature.settings = [
            SettingsEntry(
                label: "Weeks and years", detail: "When they begin for you, as filters count them", path: "/settings/calendar",
                icon: .calendar, order: 80)
        ]
        feature.deeds = ["calendar.updated": AttachedDeed(.calendar, { who, _ in "\(html: who) changed when weeks and years begin" })]
        feature.pages = { CalendarRoutes(crm: $1).register(on: $0) }
        return feature
    }
}

/// Where admins say when weeks and financial years begin.
struct CalendarRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/calendar", handler: show)
        pages.page(.post, "/settings/calendar", handler: save)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.scope.database.verify()
        let (texts, calendar) = (context.texts, context.viewer.records.calendar)
        let months = zip(1..., Self.months(texts)).map { Choice("\($0)", $1) }
        let form = Form(
            post: "/settings/calendar", csrf: crm.csrf.token(for: context),
            """
            \(FormField(
                texts("Weeks begin on"), name: "week_start",
                .select(TenantCalendar.WeekStart.allCases.map { Choice($0.rawValue, texts($0.label)) }), value: calendar.weekStart.rawValue))\
            \(FormField(
                texts("Financial years begin in"), name: "fiscal_month", .select(months), value: "\(calendar.fiscalMonth)",
                help: texts("Quarters follow it as well.")))\
            \(FormActions(Button(texts("Save"), kind: .primary)))
            """)
        return crm.page(
            request, context, title: texts("Weeks and years"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            content: ReadingColumn(Card(nil, form.html).html).html)
    }

    private static func months(_ texts: Texts) -> [String] {
        [
            texts("January"), texts("February"), texts("March"), texts("April"), texts("May"), texts("June"), texts("July"),
            texts("August"),
            texts("September"), texts("October"), texts("November"), texts("December"),
        ]
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let form = try await request.form()
        guard let weekStart = TenantCalendar.WeekStart(rawValue: form.string("week_start")) else {
            throw Failure.invalid("week_start", "unknown", "Choose the day that weeks begin on.")
        }
        guard let month = Int(form.string("fiscal_month")), (1...12).contains(month) else {
            throw Failure.invalid("fiscal_month", "unknown", "Choose the month that financial years begin in.")
        }
        let calendar = TenantCalendar(weekStart: weekStart, fiscalMonth: month)
        try await context.scope.database.transaction { transaction in
            // What everybody's filters mean is part of what is remembered of them.
            _ = try await transaction.pipeline([CalendarQueries.save(calendar), UserQueries.everybodysAccessChanged])
            try await transaction.record(
                Event(
                    "calendar.updated", recordType: "calendar", recordID: context.tenant.id,
                    after: JSON(["week_start": .string(weekStart.rawValue), "fiscal_month": .int(Int64(month))])))
        }
        return crm.redirect(context, to: "/settings/calendar", saying: "Saved.")
    }
}
