import Foundation

/// All files of a directory at one moment, under their plain and their fingerprinted names.
struct AssetBundle: Sendable {
    /// By path below the directory, such as `behaviours/menu.js`.
    private var plain: [String: StaticAsset] = [:]
    /// By path with the fingerprint in it, such as `behaviours/menu.3f2a91c04b7d55e1.js`.
    private var fingerprinted: [String: StaticAsset] = [:]
    private var names: [String: String] = [:]

    /// Reads every file. References between files become fingerprinted ones, so a file's fingerprint changes with
    /// those of the files it names.
    init(directory: String, prefix: String) throws {
        let sources = try Self.read(directory)
        var builder = Builder(sources: sources, prefix: prefix)
        for path in sources.keys { _ = builder.name(of: path) }
        plain = builder.assets
        names = builder.names
        for (path, name) in builder.names { fingerprinted[name] = builder.assets[path] }
    }

    /// The fingerprinted name of a path, nil when there is no such file.
    func name(of path: String) -> String? { names[path] }

    /// The file of a plain or fingerprinted name. Names are looked up and never touch the disk, so there is nothing to
    /// climb out of.
    func find(_ name: String) -> (asset: StaticAsset, isImmutable: Bool)? {
        if let asset = fingerprinted[name] { return (asset, true) }
        return plain[name].map { ($0, false) }
    }

    private static func read(_ directory: String) throws -> [String: [UInt8]] {
        var sources: [String: [UInt8]] = [:]
        for path in try files(in: directory) {
            sources[path] = Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(path)")))
        }
        return sources
    }

    /// Paths of all files below `directory`, without hidden ones.
    private static func files(in directory: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory).filter { path in
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
            return exists && !isDirectory.boolValue && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
    }

    /// Sizes and times of all files: differs when one of them was changed.
    static func signature(of directory: String) -> [String: String] {
        var signature: [String: String] = [:]
        for path in (try? files(in: directory)) ?? [] {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
            signature[path] = "\(attributes?[.size] ?? 0) \(attributes?[.modificationDate] ?? "")"
        }
        return signature
    }
}

/// Names files after those that they name in turn.
private struct Builder {
    let sources: [String: [UInt8]]
    let prefix: String
    var assets: [String: StaticAsset] = [:]
    var names: [String: String] = [:]
    private var open: Set<String> = []

    init(sources: [String: [UInt8]], prefix: String) {
        self.sources = sources
        self.prefix = prefix
    }

    /// The fingerprinted name of `path`; nil for files that are not there, and within a circle of references, which
    /// keeps the plain name.
    mutating func name(of path: String) -> String? {
        if let name = names[path] { return name }
        guard let source = sources[path], open.insert(path).inserted else { return nil }
        defer { open.remove(path) }
        let asset = StaticAsset(rewritten(source, path), contentType: contentType(ofFile: path))
        let name = Self.insert(asset.fingerprint, into: path)
        assets[path] = asset
        names[path] = name
        return name
    }

    private mutating func rewritten(_ source: [UInt8], _ path: String) -> [UInt8] {
        guard path.hasSuffix(".css") || path.hasSuffix(".js"), let text = String(validating: source, as: UTF8.self) else {
            return source
        }
        let literal = AssetReferences.rewrite(text, of: path) { address(of: $0) }
        guard path.hasSuffix(".js") else { return Array(literal.utf8) }
        return Array(AssetTemplates.rewrite(literal, of: path, files: Array(sources.keys)) { address(of: $0) }.utf8)
    }

    private mutating func address(of path: String) -> String? {
        name(of: path).map { prefix + $0 }
    }

    /// `app.css` becomes `app.3f2a91c04b7d55e1.css`.
    private static func insert(_ fingerprint: String, into path: String) -> String {
        guard let dot = path.lastIndex(of: ".") else { return "\(path).\(fingerprint)" }
        return "\(path[..<dot]).\(fingerprint)\(path[dot...])"
    }
}
