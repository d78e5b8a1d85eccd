import Foundation
import Web

/// One figure, and what it is compared with.
struct BenchResult {
    let name: String
    let value: Double
    let unit: String
    var p50: Double?
    var p99: Double?
    /// The value divided by that of `yardstick`, both measured in this run.
    var ratio: Double?
    var yardstick: String?
    /// What the ratio, or without one the value, should reach at least (or for sizes and times, at most).
    var goal: Double?
    var smallerIsBetter = false

    var isMet: Bool? {
        guard let goal else { return nil }
        let measured = ratio ?? value
        return smallerIsBetter ? measured <= goal : measured >= goal
    }

    /// As it stands in the terminal.
    var line: String {
        var parts = [name.padding(toLength: 28, withPad: " ", startingAt: 0), String(format: "%12.2f %@", value, unit)]
        if let p50, let p99 { parts.append(String(format: "p50 %.2f ms, p99 %.2f ms", p50, p99)) }
        if let ratio, let yardstick { parts.append(String(format: "%.3f of %@", ratio, yardstick)) }
        if let goal {
            parts.append(String(format: "goal %@ %.2f: %@", smallerIsBetter ? "≤" : "≥", goal, isMet == true ? "met" : "missed"))
        }
        return parts.joined(separator: "  ")
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("name", name)
            json.field("value", value)
            json.field("unit", unit)
            if let p50 { json.field("p50_ms", p50) }
            if let p99 { json.field("p99_ms", p99) }
            if let ratio { json.field("ratio", ratio) }
            if let yardstick { json.field("yardstick", yardstick) }
            if let goal { json.field("goal", goal) }
            if let isMet { json.field("met", isMet) }
        }
    }
}

/// All figures of a run, with the machine they were measured on.
struct BenchReport {
    let results: [BenchResult]

    func write(to path: String) throws {
        let bytes = JSONWriter.bytes(capacity: 4_096) { json in
            json.object { json in
                json.field("machine") { json in
                    json.object { json in
                        json.field("cores", ProcessInfo.processInfo.activeProcessorCount)
                        json.field("memory_bytes", Int(ProcessInfo.processInfo.physicalMemory))
                        json.field("system", ProcessInfo.processInfo.operatingSystemVersionString)
                    }
                }
                json.field("results") { json in json.array(results) { $1.write(to: &$0) } }
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
