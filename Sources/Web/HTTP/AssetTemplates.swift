/// Finds imports in JavaScript whose file name is put together at run time, import(`./behaviours/${name}.js`), and
/// gives them a table of the files that it can mean, so that those load under fingerprinted names too.
enum AssetTemplates {
    /// - Parameters:
    ///   - files: All paths that there are.
    ///   - resolve: The address of a path.
    static func rewrite(_ source: String, of path: String, files: [String], _ resolve: (String) -> String?) -> String {
        var result = ""
        var end = source.startIndex
        for match in source.matches(of: templateImport) {
            let (whole, start, variable, suffix) = match.output
            let directory = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            let entries = table(prefix: directory + start, suffix: String(suffix), files, resolve)
            guard !entries.isEmpty else { continue }
            result += source[end..<whole.startIndex]
            result += "import({\(entries)}[\(variable)] ?? `./\(start)${\(variable)}\(suffix)`)"
            end = whole.endIndex
        }
        return result + source[end...]
    }

    nonisolated(unsafe) private static let templateImport = /import\(\s*`\.\/([^`$]*)\$\{([A-Za-z_.]+)\}([^`$]*)`\s*\)/

    /// `"menu":"/static/behaviours/menu.3f2a91c04b7d55e1.js",…`
    private static func table(
        prefix: String, suffix: String, _ files: [String], _ resolve: (String) -> String?
    ) -> String {
        files.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }.sorted().compactMap { file in
            resolve(file).map { "\"\(file.dropFirst(prefix.count).dropLast(suffix.count))\":\"\($0)\"" }
        }.joined(separator: ",")
    }
}
