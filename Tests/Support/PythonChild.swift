import Foundation

/// A Python script of the tests that runs until this value goes: it ends when its standard input does, and tells what happens
/// in lines of JSON.
public final class PythonChild {
    public struct Failed: Error, CustomStringConvertible {
        public let description: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output: FileHandle
    private var unread = Data()

    /// - Parameter options: for Python itself.
    public init(_ script: URL, _ arguments: [String] = [], options: [String] = []) throws {
        let pipe = Pipe()
        process.executableURL = try Self.python()
        process.arguments = options + [script.path] + arguments
        process.standardInput = input
        process.standardOutput = pipe
        try process.run()
        output = pipe.fileHandleForReading
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The next line that it prints.
    public func line<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try JSONDecoder().decode(T.self, from: nextLine())
    }

    private func nextLine() throws -> Data {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(end + 1)...]) }
                return Data(unread[..<end])
            }
            let more = output.availableData
            if more.isEmpty {
                throw Failed(
                    description: "\(process.arguments?.first ?? "the script") ended; does its Python have what the requirements name?")
            }
            unread += more
        }
    }

    private static func python() throws -> URL {
        let path = ProcessInfo.processInfo.environment["TEST_PYTHON"] ?? TestSite.projectFolder + "/.venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failed(description: "no Python at \(path): set TEST_PYTHON or make .venv")
        }
        return URL(fileURLWithPath: path)
    }
}
