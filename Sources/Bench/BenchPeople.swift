import Foundation
import Postgres

/// Contacts whose names are distributed as names are: a few that very many have, and very many that a few have.
enum BenchPeople {
    static func contacts(_ count: Int) -> SQL {
        """
        insert into contacts (id, first_name, last_name, job_title, email, emails, phone, phones, lifecycle_stage, owner_id, search,
            sort_name, created_at, updated_at)
        select gen_random_uuid(), initcap(first), initcap(last), 'Head of Sales', address,
            jsonb_build_array(jsonb_build_object('address', address, 'label', '', 'primary', true, 'opted_out', false, 'bounced', false)),
            '+1 555 ' || n, jsonb_build_array(jsonb_build_object('number', '+1 555 ' || n, 'label', '', 'primary', true)),
            (array['new', 'nurturing', 'qualified', 'customer'])[1 + n % 4], (select id from users where 'admin' = any(roles) limit 1),
            first || ' ' || last || ' head of sales ' || address || ' 1555' || n, last || ' ' || first,
            now() - n * interval '1 minute', now() - n * interval '1 minute'
        from (
            select n, f.name as first, l.name as last, f.name || '.' || l.name || n % 97 || '@example' || n % 500 || '.com' as address
            from (
                select n, 1 + floor(power(random(), 2.5) * \(firstNames.count))::int as first,
                    1 + floor(power(random(), 2.5) * \(lastNames.count))::int as last
                from generate_series(1, \(count)) n
            ) drawn
            join unnest(\(firstNames)) with ordinality as f (name, place) on f.place = drawn.first
            join unnest(\(lastNames)) with ordinality as l (name, place) on l.place = drawn.last
        ) people
        """
    }

    /// The words that they are called by, as the product keeps them for those who mistype.
    static let words: SQL = """
        insert into search_words (word) select distinct word from unnest(\(firstNames + lastNames)) as word on conflict (word) do nothing
        """

    private static let firstNames =
        ["mary", "james", "john", "anna", "robert", "maria", "thomas", "laura"] + names(1_500, ending: ["", "n", "la", "ra", "to"])
    private static let lastNames =
        ["smith", "johnson", "brown", "garcia", "miller", "schmidt", "martin", "lee"]
        + names(25_000, ending: ["", "son", "er", "man", "ley", "berg", "ski", "ton", "ez", "sen"])

    /// Different ones, the same each time.
    private static func names(_ count: Int, ending: [String]) -> [String] {
        let syllables = ["b", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "v", "st", "br"].flatMap { onset in
            ["a", "e", "i", "o", "u"].map { onset + $0 }
        }
        return (0..<count).map { number in
            let (first, second) = (number * 37 % syllables.count, number / syllables.count * 11 % syllables.count)
            return syllables[first] + syllables[second] + ending[number / (syllables.count * syllables.count) % ending.count]
        }
    }
}
