import Foundation
import Platform
import Postgres
import Web

/// Who came in, and who tried. Attempts at addresses that nobody has are written down like all others, so that they take as long.
struct SignInLog: Sendable {
    enum Outcome: String, Sendable {
        case signedIn = "signed_in"
        case signedInByLink = "signed_in_by_link"
        case wrongPassword = "wrong_password"
        case wrongCode = "wrong_code"

        var label: Phrase {
            switch self {
            case .signedIn: "Signed in"
            case .signedInByLink: "Signed in by a mailed link"
            case .wrongPassword: "Wrong password"
            case .wrongCode: "Wrong code"
            }
        }

        var tone: Tone {
            switch self {
            case .signedIn, .signedInByLink: .success
            case .wrongPassword, .wrongCode: .danger
            }
        }
    }

    struct Entry: Sendable, RowDecodable {
        let at: Date
        /// Nil for an address that nobody has.
        let name: String?
        let outcome: Outcome?
        let address: String
        let agent: String

        init(row: inout RowReader) throws {
            at = try row.next()
            name = try row.next()
            outcome = Outcome(rawValue: try row.next())
            address = try row.next()
            agent = try row.next()
        }
    }

    static func insertion(_ outcome: Outcome, of userID: UUID?, from origin: SignIn.Origin, at now: Date) -> SQL {
        """
        insert into sign_ins (id, at, user_id, outcome, address, agent)
        values (\(UUID.v7()), \(now), \(userID), \(outcome.rawValue), \(origin.address), \(String(origin.agent.prefix(300))))
        """
    }

    /// The newest, of one person or of everybody.
    static func list(of userID: UUID?, limit: Int = 100) -> SQL {
        let whose: SQL = userID.map { "where s.user_id = \($0)" } ?? ""
        return """
            select s.at, u.name, s.outcome, s.address, s.agent from sign_ins s left join users u on u.id = s.user_id
            \(whose) order by s.id desc limit \(limit)
            """
    }

    static func table(_ entries: [Entry], showsNames: Bool, _ shown: Shown) -> HTML {
        let texts = shown.texts
        var columns = [Table.Column(texts("When"), phone: .line), .init(texts("What"), phone: .badge)]
        if showsNames { columns.insert(.init(texts("Who"), phone: .title), at: 0) }
        columns += [.init(texts("Where"), phone: showsNames ? .line : .title), .init(texts("Address"), phone: .line)]
        let rows = entries.enumerated().map { index, entry -> Table.Row in
            let who: HTML = "\(entry.name ?? texts("Nobody we know"))"
            let badge = entry.outcome.map { Badge(texts($0.label), tone: $0.tone).html } ?? .empty
            let cells: [HTML] = [shown.time(entry.at), badge, "\(texts(UserAgent(entry.agent).label))", "\(entry.address)"]
            return Table.Row(id: "\(index)", label: shown.moment(entry.at), cells: (showsNames ? [who] : []) + cells)
        }
        return Table(texts("Sign-ins"), columns: columns, rows: rows, texts: texts).html
    }
}
