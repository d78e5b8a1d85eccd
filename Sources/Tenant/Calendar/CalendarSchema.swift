import Platform

enum CalendarSchema {
    static let migrations = [
        Migration(
            "calendar/001-settings",
            [
                """
                create table calendar_settings (
                    id bigint primary key,
                    week_start text not null,
                    fiscal_month bigint not null,
                    constraint calendar_settings_one check (id = 1),
                    constraint calendar_settings_month check (fiscal_month between 1 and 12)
                )
                """
            ])
    ]
}
