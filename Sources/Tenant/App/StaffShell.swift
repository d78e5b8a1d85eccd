import Foundation
import Hummingbird
import Platform
import Web

extension CRM {
    /// The frame of a signed-in person's pages.
    func shell(_ request: Request, _ context: StaffContext) -> Shell {
        let (viewer, texts) = (context.viewer, context.texts)
        let visible = Features.inMenuOrder.compactMap(\.menu).filter { entry in entry.recordType.map { viewer.may(.view, $0) } ?? true }
        let groups = MenuEntry.Group.allCases.compactMap { group -> NavGroup? in
            let items = visible.filter { $0.group == group }.map { entry in
                NavItem(texts(entry.label), href: entry.path, icon: entry.icon, shortcut: entry.shortcut, pinned: true)
            }
            return items.isEmpty ? nil : NavGroup(texts(ifAny: group.title), items)
        }
        let creations = RecordTypes.all.filter { viewer.may(.create, $0.name) }.map { type in
            MenuItem.link(texts("New \(type.label.lowercased())"), href: "\(type.path)/new", icon: type.icon)
        }
        return Shell(
            brand: context.tenant.brand.shown, person: Person(name: viewer.name, email: viewer.email, role: texts(viewer.roleLabel)),
            navigation: groups, footer: [settingsPlace(texts)], creations: creations,
            currentPath: request.uri.path, theme: request.theme, csrf: csrf.token(for: context),
            flashes: flashes(request, context), banner: banner(context), unread: context.unread,
            isRailCollapsed: request.cookie("rail") == "collapsed",
            assets: assets, texts: texts)
    }

    private func settingsPlace(_ texts: Texts) -> NavItem {
        NavItem(texts("Settings"), href: "/settings", icon: .settings, others: features.flatMap(\.settings).map(\.path))
    }

    /// A whole page; a message for it has been shown and goes.
    /// - Parameter topics: types of records that it shows; the reader is told when somebody changes one meanwhile.
    func page(
        _ request: Request, _ context: StaffContext, title: String, crumbs: [Crumb] = [], header: PageHeader? = nil, tabs: Tabs? = nil,
        actions: HTML? = nil, primary: Button? = nil, status: HTTPResponse.Status = .ok, showing topics: [String] = [], content: HTML
    ) -> Response {
        var shell = shell(request, context)
        shell.live = LiveUpdates(address: "/live", since: context.startedAt.liveTime, topics: topics)
        let html = shell.page(
            title: title, crumbs: crumbs, header: header, tabs: tabs, actions: actions, primary: primary, content: content)
        var response = Response.page(html, status: status)
        if let cookie = LanguageCookie.toSet(context.viewer.language, in: request, secure: context.isSecure) {
            response = response.setting(cookie)
        }
        return shell.flashes.isEmpty ? response : response.setting(flashes.removal(secure: context.isSecure))
    }

    /// Goes to `path`, where the person is told `text`.
    func redirect(_ context: StaffContext, to path: String, saying text: Phrase, kind: Flash.Kind = .success, undo: String? = nil)
        -> Response
    {
        let flash = Flash(kind, context.texts(text), undo: undo.map { Flash.Undo(action: $0, label: context.texts("Undo")) })
        return Response.redirect(to: path, type: .normal).setting(flashes.cookie(flash, secure: context.isSecure))
    }

    private func flashes(_ request: Request, _ context: StaffContext) -> [Flash] {
        flashes.flash(in: request, secure: context.isSecure).map { [$0] } ?? []
    }

    private func banner(_ context: StaffContext) -> HTML? {
        guard context.tenant.state == .readOnly else { return nil }
        return Notice(
            .warning, "\(context.texts("This account is read-only at the moment: you can look and export, but not change anything."))"
        ).html
    }
}
