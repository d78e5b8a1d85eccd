import Platform
import Web

/// A place among the settings.
struct SettingsEntry: Sendable {
    let label: Phrase
    let detail: Phrase
    let path: String
    let icon: Icon
    /// The lowest comes first; everybody's own account is 0.
    let order: Int
    var isForAdmins = true

    func item(_ texts: Texts) -> ItemList.Item {
        ItemList.Item(texts(label), href: path, detail: texts(detail), leading: icon.html)
    }
}
