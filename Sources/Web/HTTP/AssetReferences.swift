/// Finds the places in CSS and JavaScript that name other files, so that they can name the fingerprinted ones.
///
/// These are `url(…)` and `@import "…"` in CSS, and `import … from "./…"`, `export … from "./…"`, `import "./…"` and
/// `import("./…")` in JavaScript. Only relative addresses in literals count; `AssetTemplates` looks after names that are put
/// together at run time.
enum AssetReferences {
    /// `source` with every reference replaced by what `resolve` says; nil leaves it as it is.
    static func rewrite(_ source: String, of path: String, _ resolve: (String) -> String?) -> String {
        switch path.split(separator: ".").last {
        case "css": replace(in: source, matches: source.matches(of: cssReference).map(\.output.1), path, resolve)
        case "js": replace(in: source, matches: source.matches(of: scriptReference).map(\.output.1), path, resolve)
        default: source
        }
    }

    nonisolated(unsafe) private static let cssReference = /(?:url\(\s*|@import\s+)["']?([^"')\s]+)/
    nonisolated(unsafe) private static let scriptReference = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/

    private static func replace(
        in source: String, matches: [Substring], _ path: String, _ resolve: (String) -> String?
    ) -> String {
        var result = ""
        var end = source.startIndex
        for reference in matches {
            guard let target = join(reference, to: path), let replacement = resolve(target) else { continue }
            result += source[end..<reference.startIndex] + replacement
            end = reference.endIndex
        }
        return result + source[end...]
    }

    /// The path that `reference` means within the file `path`; nil for addresses elsewhere.
    private static func join(_ reference: Substring, to path: String) -> String? {
        guard !reference.contains(":"), !reference.hasPrefix("/"), !reference.hasPrefix("#") else { return nil }
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in reference.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { return nil }
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
