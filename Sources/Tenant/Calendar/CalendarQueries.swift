import Postgres

enum CalendarQueries {
    static let find: SQL = "select week_start, fiscal_month from calendar_settings"

    static func save(_ calendar: TenantCalendar) -> SQL {
        """
        insert into calendar_settings (id, week_start, fiscal_month) values (1, \(calendar.weekStart.rawValue), \(calendar.fiscalMonth))
        on conflict (id) do update set week_start = excluded.week_start, fiscal_month = excluded.fiscal_month
        """
    }
}
