import Hummingbird
import Platform
import Web

/// A tenant's background work, for its admins: the latest of it, and what was given up.
struct JobRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/jobs", handler: list)
        pages.page(.post, "/settings/jobs/{id}/retry") { try await change(.retry, $0, $1) }
        pages.page(.post, "/settings/jobs/{id}/cancellation") { try await change(.cancel, $0, $1) }
    }

    /// The register asks as the system, so whether this person may look is settled before.
    private func register(_ context: StaffContext) async throws -> JobRegister {
        try context.requireAdmin()
        try await context.scope.database.verify()
        return JobRegister(crm.platform, of: context.tenant)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let register = try await register(context)
        let asked = try request.query().string("state")
        let state = JobRegister.Selector.states.contains(asked) ? asked : nil
        let page = JobListPage(
            state: state, jobs: try await register.list(.init(state: state), limit: 100), counts: try await register.counts(),
            csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Background jobs"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            tabs: page.tabs, content: page.content)
    }

    private func change(_ change: JobChange, _ request: Request, _ context: StaffContext) async throws -> Response {
        let register = try await register(context)
        do {
            try await register.apply(change, to: try await register.find(try context.id()))
        } catch is UnknownName {
            throw Failure.notFound
        } catch is JobConflict {
            return crm.redirect(context, to: "/settings/jobs", saying: "The job has changed meanwhile; look at it again.", kind: .error)
        }
        return crm.redirect(context, to: "/settings/jobs", saying: change == .retry ? "It runs again." : "It does not run any more.")
    }
}

struct JobListPage: Sendable {
    let state: String?
    let jobs: [StoredJob]
    let counts: [JobCount]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    private enum State: String, CaseIterable {
        case waiting, running, dead, done, cancelled

        var label: Phrase {
            switch self {
            case .waiting: "Waiting"
            case .running: "Running"
            case .dead: "Given up"
            case .done: "Done"
            case .cancelled: "Cancelled"
            }
        }

        var tone: Tone {
            switch self {
            case .waiting, .running: .info
            case .dead: .danger
            case .done: .success
            case .cancelled: .neutral
            }
        }
    }

    var tabs: Tabs {
        let all = Tabs.Tab(texts("All"), href: "/settings/jobs", count: nil, current: state == nil)
        return Tabs(
            texts("State"),
            [all]
                + State.allCases.map { known in
                    let count = count(known)
                    return Tabs.Tab(
                        texts(known.label), href: "/settings/jobs?state=\(known.rawValue)", count: count > 0 ? texts.grouped(count) : nil,
                        current: state == known.rawValue)
                })
    }

    private func count(_ state: State) -> Int {
        switch state {
        case .waiting: counts.reduce(0) { $0 + $1.waiting }
        case .running: counts.reduce(0) { $0 + $1.running }
        case .dead: counts.reduce(0) { $0 + $1.dead }
        case .done, .cancelled: 0
        }
    }

    var content: HTML {
        if jobs.isEmpty {
            return EmptyState(.check, title: texts("Nothing here"), text: texts("Imports, mails and other long work is listed here.")).html
        }
        return Table(
            texts("Background jobs"),
            columns: [
                .init(texts("What"), phone: .title), .init(texts("State"), phone: .badge), .init(texts("Begun"), phone: .line),
                .init(texts("Attempts"), numeric: true), .init(texts("Problem"), phone: .line),
            ],
            rows: jobs.map(row), texts: texts
        ).html
    }

    private func row(_ job: StoredJob) -> Table.Row {
        let known = State(rawValue: job.state)
        return Table.Row(
            id: job.id.uuidString, label: job.kind,
            cells: [
                "<code>\(job.kind)</code>", Badge(texts(ifAny: known?.label) ?? job.state, tone: known?.tone ?? .neutral).html,
                shown.time(job.createdAt),
                "\(job.attempts)", "\(job.state == "done" ? "" : String(job.lastError?.prefix(200) ?? ""))",
            ], actions: buttons(job))
    }

    private func buttons(_ job: StoredJob) -> HTML? {
        let button = { (path: String, label: String) -> HTML in
            Form(
                post: "/settings/jobs/\(job.id.text)/\(path)", csrf: csrf, layout: .bare,
                Button(label, kind: .quiet, small: true).html
            ).html
        }
        return switch job.state {
        case "dead", "cancelled": button("retry", texts("Try again"))
        case "waiting", "running": button("cancellation", texts("Cancel"))
        default: nil
        }
    }
}
