import Platform
import Web

/// Something else than a record that one can reach by typing: a page, a form, a setting.
struct Command: Sendable {
    let title: String
    let icon: Icon
    let href: String
    /// A control of the shell that does it.
    var presses: String?
    var hint: String?

    /// Everything that this person's pages offer.
    static func all(in shell: Shell, of crm: CRM, for viewer: Viewer) -> [Command] {
        let texts = shell.texts
        let creations = viewer.records.all.filter { viewer.may(.create, $0.name) }.map { type in
            Command(title: texts("New \(type.label.lowercased())"), icon: type.icon, href: "\(type.path)/new")
        }
        let places = (shell.navigation.flatMap(\.items) + shell.footer).map { item in
            Command(title: texts("Go to \(item.label)"), icon: item.icon, href: item.href, hint: item.shortcut.map { "g \($0)" })
        }
        let isAdmin = viewer.permissions.managesTenant
        let settings = crm.features.flatMap(\.settings).filter { isAdmin || !$0.isForAdmins }.sorted { $0.order < $1.order }.map { entry in
            Command(title: texts("Settings: \(entry.label)"), icon: entry.icon, href: entry.path)
        }
        return creations + places + settings + themes(texts)
    }

    private static func themes(_ texts: Texts) -> [Command] {
        let press = { (theme: Theme) in "[name=theme][value=\(theme.rawValue)]" }
        return [
            Command(title: texts("Light theme"), icon: .sun, href: "#", presses: press(.light)),
            Command(title: texts("Dark theme"), icon: .moon, href: "#", presses: press(.dark)),
            Command(title: texts("Theme of the device"), icon: .monitor, href: "#", presses: press(.system)),
        ]
    }

    /// Whether each of the words begins one of the title's.
    func fits(_ words: SearchWords) -> Bool {
        let title = folded(title).split { !$0.isLetter && !$0.isNumber }
        return words.words.allSatisfy { word in title.contains { $0.hasPrefix(word) } }
    }

    var entry: PaletteList.Entry {
        PaletteList.Entry(title, leading: icon.html, href: href, presses: presses, hint: hint)
    }
}
