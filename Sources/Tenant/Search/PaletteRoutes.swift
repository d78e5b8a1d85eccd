import Foundation
import Hummingbird
import Platform
import Web

/// `GET /search/palette`: what the palette offers for what has been typed so far.
struct PaletteRoutes: Sendable {
    private static let ofType = 6
    private static let commands = 6
    private static let recent = 8

    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/search/palette", handler: palette)
    }

    @Sendable private func palette(_ request: Request, _ context: StaffContext) async throws -> Response {
        let words = SearchWords(try request.query().string("q"))
        let commands = Command.all(in: crm.shell(request, context), of: crm, for: context.viewer)
        let recent = try await crm.opened.latest(in: context.scope)
        let list = words.isEmpty ? try await suggestions(recent, commands, context) : try await results(words, recent, commands, context)
        return .page(list.html)
    }

    /// Where one has just been, and what one can do.
    private func suggestions(_ recent: [RecordKey], _ commands: [Command], _ context: StaffContext) async throws -> PaletteList {
        let (scope, texts) = (context.scope, context.texts)
        let titles = try await RecordTitles.of(recent, for: context.viewer) { try await scope.database.read($0) }
        let entries = recent.compactMap { titles[$0] }.prefix(Self.recent).map { title in
            PaletteList.Entry(title.text, detail: title.detail, leading: Avatar(title.text, size: .small).html, href: title.path)
        }
        return PaletteList(
            [.init(texts("Opened last"), entries), .init(texts("Commands"), commands.prefix(Self.commands * 2).map(\.entry))], texts: texts)
    }

    private func results(_ words: SearchWords, _ recent: [RecordKey], _ commands: [Command], _ context: StaffContext) async throws
        -> PaletteList
    {
        let texts = context.texts
        let outcome = try await Search(scope: context.scope, limit: Self.ofType, recent: recent).outcome(for: words)
        var sections = outcome.found.map { found in
            PaletteList.Section(texts(found.type.pluralLabel), found.hits.map { entry($0.record) })
        }
        let fitting = PaletteList.Section(texts("Commands"), commands.filter { $0.fits(words) }.prefix(Self.commands).map(\.entry))
        // Who types "settings" hardly means somebody in whose address that occurs.
        let isClear = outcome.meant == nil && outcome.found.first.map { $0.hits[0].fit < .within } ?? false
        sections.insert(fitting, at: isClear ? sections.endIndex : 0)
        let all = PaletteList.Entry(
            texts("All results for \"\(words.typed)\""), leading: Icon.search.html, href: "/search?q=\(words.typed.queryEscaped)")
        return PaletteList(
            sections + [.init(texts("Search"), [all])],
            notice: outcome.meant.map { texts("Nothing matches exactly. Shown instead: \($0.text)") },
            texts: texts)
    }

    private func entry(_ record: Record) -> PaletteList.Entry {
        let detail = [record[record.type.subtitleField].text, record["email"].text].compactMap { $0 }.first { $0 != record.title }
        return PaletteList.Entry(record.title, detail: detail, leading: Avatar(record.title, size: .small).html, href: record.path)
    }
}
