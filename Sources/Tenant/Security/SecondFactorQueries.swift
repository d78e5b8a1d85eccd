import Foundation
import Postgres

enum SecondFactorQueries {
    static func active(_ userID: UUID) -> SQL {
        "select 1 from second_factors where user_id = \(userID) and confirmed_at is not null"
    }

    static func begun(_ userID: UUID) -> SQL {
        "select 1 from second_factors where user_id = \(userID) and confirmed_at is null"
    }

    static func begin(_ userID: UUID, at now: Date) -> SQL {
        """
        insert into second_factors as f (user_id, created_at) values (\(userID), \(now))
        on conflict (user_id) do update set created_at = excluded.created_at where f.confirmed_at is null
        """
    }

    static func confirm(_ userID: UUID, step: Int, at now: Date) -> SQL {
        "update second_factors set confirmed_at = \(now), last_step = \(step) where user_id = \(userID) and confirmed_at is null"
    }

    /// Of two who send the same code at once, one changes the row.
    static func use(_ userID: UUID, step: Int) -> SQL {
        "update second_factors set last_step = \(step) where user_id = \(userID) and confirmed_at is not null and last_step < \(step)"
    }

    static func use(_ code: RecoveryCode, of userID: UUID, at now: Date) -> SQL {
        """
        update recovery_codes set used_at = \(now) where user_id = \(userID) and code_hash = \(code.hash) and used_at is null
        """
    }

    static func insert(_ codes: [RecoveryCode], of userID: UUID) -> SQL {
        let rows = codes.map { "(\(userID), \($0.hash))" as SQL }.joined(by: ", ")
        return "insert into recovery_codes (user_id, code_hash) values \(rows)"
    }

    static func remainingCodes(_ userID: UUID) -> SQL {
        "select count(*) from recovery_codes where user_id = \(userID) and used_at is null"
    }

    static func deleteCodes(of userID: UUID) -> SQL { "delete from recovery_codes where user_id = \(userID)" }
    static func remove(_ userID: UUID) -> SQL { "delete from second_factors where user_id = \(userID)" }

    /// Whether somebody has to set one up is part of what is remembered of them.
    static func accessChanged(_ userID: UUID) -> SQL { "update users set access_version = access_version + 1 where id = \(userID)" }
}
