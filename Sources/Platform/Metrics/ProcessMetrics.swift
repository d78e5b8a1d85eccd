import Foundation

/// What the operating system says of this process.
enum ProcessMetrics {
    static let startedAt = Date()

    static func write(to text: inout MetricsText, now: Date) {
        text.gauge("process_resident_memory_bytes", "Memory in use.", Double(residentMemory))
        text.counter("process_cpu_seconds_total", "Processor time used.", processorTime)
        text.gauge("process_open_fds", "Open files and connections.", Double(openFiles))
        text.gauge("process_start_time_seconds", "When this process began, since 1970.", startedAt.timeIntervalSince1970)
        text.gauge("tessera_uptime_seconds", "How long this process has run.", now.timeIntervalSince(startedAt))
    }

    /// In bytes; zero where there is no `/proc`.
    static var residentMemory: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
        return (pages.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static var openFiles: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
