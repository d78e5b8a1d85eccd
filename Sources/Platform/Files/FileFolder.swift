import Foundation

/// Files on the local disk.
public struct FileFolder: FileStore {
    private let directory: URL
    private var files: FileManager { .default }

    public init(_ directory: String) {
        self.directory = URL(fileURLWithPath: directory, isDirectory: true)
    }

    public func keep(fileAt path: String, as name: FileName) async throws {
        let target = url(of: name)
        if files.fileExists(atPath: target.path) { return try files.removeItem(atPath: path) }
        try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        // From another disk it is copied, and a crash must leave no half under the name of the whole.
        let arriving = target.appendingPathExtension(UUID().uuidString)
        try files.moveItem(atPath: path, toPath: arriving.path)
        guard rename(arriving.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    public func size(of name: FileName) async throws -> Int? {
        let path = url(of: name).path
        guard files.fileExists(atPath: path) else { return nil }
        return try files.attributesOfItem(atPath: path)[.size] as? Int
    }

    public func lend(_ name: FileName) async throws -> LentFile {
        let path = url(of: name).path
        guard files.fileExists(atPath: path) else { throw FileMissing() }
        return LentFile(path: path, temporary: false)
    }

    public func remove(_ name: FileName) async throws {
        try removeIfThere(url(of: name))
    }

    public func removeAll(of tenantID: UUID) async throws {
        try removeIfThere(folder(of: tenantID))
    }

    public func link(to name: FileName, downloadedAs filename: String, for duration: Duration) -> String? { nil }

    public func place(of tenantID: UUID) -> String { folder(of: tenantID).path }

    public func verify() async throws {
        let trial = directory.appendingPathComponent(".trial-\(UUID().uuidString)")
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        try Data("trial".utf8).write(to: trial)
        try files.removeItem(at: trial)
    }

    private func removeIfThere(_ url: URL) throws {
        do {
            try files.removeItem(at: url)
        } catch let error as CocoaError where error.code == .fileNoSuchFile {
            return
        }
    }

    private func folder(of tenantID: UUID) -> URL {
        directory.appendingPathComponent(FileName.folder(of: tenantID), isDirectory: true)
    }

    private func url(of name: FileName) -> URL { directory.appendingPathComponent(name.key) }
}
