import Foundation

/// What a load came to.
struct LoadResult {
    let perSecond: Double
    let p50: Double
    let p95: Double
    let p99: Double
    let failures: Int
}

/// Requests sent by `wrk` from this machine.
struct Load {
    let seconds: Int

    /// A request that one of many clients sends.
    struct Call {
        var method = "GET"
        var path: String
        var host = "localhost"
        var token: String?
        var cookie: String?
        /// `@@` is replaced by a number that no other request has.
        var body: String?
    }

    /// Sends `calls` in turn over `connections` connections.
    /// - Throws: `LoadFailed` when any answer was not a success.
    func run(_ calls: [Call], port: Int, connections: Int = 32) throws -> LoadResult {
        let script = NSTemporaryDirectory() + "/bench-\(UUID().uuidString).lua"
        try Self.lua(calls).write(toFile: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: script) }
        let arguments = [
            "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "--timeout", "10s", "-s", script, "http://127.0.0.1:\(port)",
        ]
        let text = try Program(Program.find("wrk"), arguments, keepsOutput: true).finish()
        let result = try Self.parse(text)
        if result.failures > 0 { throw LoadFailed(output: text) }
        return result
    }

    private static func lua(_ calls: [Call]) -> String {
        let entries = calls.map { call in
            var headers = "[\"Host\"]=\"\(call.host)\""
            if let token = call.token { headers += ", [\"Authorization\"]=\"Bearer \(token)\"" }
            if let cookie = call.cookie { headers += ", [\"Cookie\"]=\"\(cookie)\"" }
            if call.body != nil { headers += ", [\"Content-Type\"]=\"application/json\"" }
            let body = call.body.map { "[==[\($0)]==]" } ?? "nil"
            return "{\"\(call.method)\", \"\(call.path)\", {\(headers)}, \(body)}"
        }
        return """
            local calls = {\(entries.joined(separator: ",\n"))}
            local number = 0
            request = function()
              number = number + 1
              local call = calls[number % #calls + 1]
              local body = call[4]
              if body then body = string.gsub(body, "@@", tostring(number)) end
              return wrk.format(call[1], call[2], call[3], body)
            end
            done = function(summary, latency)
              io.write(string.format("95%% %dus\\n", latency:percentile(95)))
            end
            """
    }

    private static func parse(_ text: String) throws -> LoadResult {
        func line(_ start: String) -> String? {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.hasPrefix(start) }
        }
        guard let rate = line("Requests/sec:")?.split(separator: " ").last.flatMap({ Double($0) }),
            let p50 = line("50%").flatMap(milliseconds), let p95 = line("95%").flatMap(milliseconds),
            let p99 = line("99%").flatMap(milliseconds)
        else { throw LoadFailed(output: text) }
        let refused = line("Non-2xx or 3xx responses:")?.split(separator: " ").last.flatMap { Int($0) } ?? 0
        let broken = line("Socket errors:").map { $0.contains("timeout 0") && $0.contains("read 0") ? 0 : 1 } ?? 0
        return LoadResult(perSecond: rate, p50: p50, p95: p95, p99: p99, failures: refused + broken)
    }

    /// `99%   1.23ms`
    private static func milliseconds(_ line: String) -> Double? {
        guard let text = line.split(separator: " ").last else { return nil }
        let number = Double(text.filter { $0.isNumber || $0 == "." }) ?? 0
        return text.hasSuffix("us") ? number / 1_000 : text.hasSuffix("ms") ? number : number * 1_000
    }
}

struct LoadFailed: Error, CustomStringConvertible {
    let output: String
    var description: String { "the load did not go well:\n\(output)" }
}
