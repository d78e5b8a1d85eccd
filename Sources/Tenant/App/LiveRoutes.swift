import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// `GET /live`: tells a browser which kinds of records somebody has just changed, never which record or how.
struct LiveRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.plumbing("/live", handler: stream)
    }

    @Sendable private func stream(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        // An answer to HEAD has no body, and nobody would end the stream.
        guard request.method == .get else { return Response(status: .ok, headers: [.contentType: "text/event-stream"]) }
        let since = try since(request)
        guard let stream = crm.platform.live.open(tenantID: context.tenant.id, sessionID: context.sessionID, since: since) else {
            throw Failure.unavailable(retryAfter: 60, detail: "Too many pages follow what changes at the moment.")
        }
        return .eventStream(to: context, onLeave: { stream.end() }) { events in
            defer { stream.end() }
            var news = LiveNews(crm: crm, context: context, latest: since ?? context.startedAt.liveTime)
            try await news.pass(stream, to: &events)
        }
    }

    /// Where a browser comes back to, or when its page was made.
    private func since(_ request: Request) throws -> LiveTime? {
        let last = request.headers[HTTPField.Name("Last-Event-ID")!]
        return try LiveTime(last ?? request.query().string("since"))
    }
}

/// What one browser hears.
private struct LiveNews {
    let crm: CRM
    let context: StaffContext
    var latest: LiveTime

    mutating func pass(_ stream: LiveStream, to events: inout EventStreamWriter) async throws {
        while true {
            switch await stream.next() {
            case .changed(let topics):
                // Whoever was just disabled or signed out hears no more.
                if topics["user"] != nil, try await !stillHolds() { return }
                try await send(topics, to: &events)
            case .resync: try await send(try await missed(), to: &events)
            case .beat:
                guard try await stillHolds() else { return }
                try await events.beat()
            case .ended: return
            }
        }
    }

    private mutating func send(_ topics: [String: LiveTime], to events: inout EventStreamWriter) async throws {
        // Who sees only some records is not told of the others: a hint that leads to nothing new gives away that there are more.
        let heard = topics.compactMap { topic, time in LiveTopic.heard(topic, by: context.viewer.userID).map { ($0, time) } }
        let visible = Dictionary(heard, uniquingKeysWith: max).filter { topic, _ in
            RecordTypes.named(topic).map { context.viewer.reach(of: .view, on: $0.name) == .all } ?? (topic != "user")
        }
        guard let last = visible.values.max() else { return }
        latest = max(latest, last)
        let data = visible.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        try await events.send("changed", id: "\(latest)", data: data)
    }

    /// From the log itself. Ids begin with the time, so their index leads to the latest events.
    private func missed() async throws -> [String: LiveTime] {
        let since = max(Date(timeIntervalSince1970: Double(latest) / 1_000), context.scope.now.addingTimeInterval(-86_400))
        let personal =
            context.viewer.userID.map { userID in crm.features.compactMap(\.personalNews).map { ($0.name, $0.latest(userID, since)) } }
            ?? []
        let answers = try await context.scope.asSystem(cause: .page).database.read(
            ["select record_type, max(at) from events where id > \(UUID.v7(at: since)) and at > \(since) group by record_type"]
                + personal.map(\.1))
        var missed = try Dictionary(uniqueKeysWithValues: answers[0].map { try $0.decode((String, Date).self) }).mapValues(\.liveTime)
        for ((name, _), rows) in zip(personal, answers.dropFirst()) { missed[name] = try rows.first?.decode(Date?.self)?.liveTime }
        return missed
    }

    /// Whether the session lives, its person's rights are what they were, and the account is open.
    private func stillHolds() async throws -> Bool {
        do {
            guard let tenant = try await crm.platform.directory.tenant(slug: context.tenant.slug),
                tenant.state == .active || tenant.state == .readOnly
            else { return false }
            let question = SessionQueries.stillHolds(context.sessionID, now: context.scope.now)
            let rows = try await context.scope.asSystem(cause: .page).database.read(question)
            return try rows.first?.decode((UUID, Int?).self).1 == context.viewer.accessVersion
        } catch let error as PostgresError where error.isTransient {
            // Nothing changes while the database is away, and all browsers would come back at once.
            return true
        }
    }
}
