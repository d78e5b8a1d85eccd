import Foundation
import Postgres

/// Purges deleted tenants once the days in which they can be restored are over: every hour, by whichever server is first.
public struct DuePurges: Sendable {
    private let platform: Platform
    private static let interval = Duration.seconds(3_600)

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Does nothing where the configuration leaves it to operators, or another server does it in this hour.
    public func run() async throws {
        guard platform.configuration.purgesTenants, try await isOurs() else { return }
        for tenant in try await due() { await purge(tenant) }
    }

    /// Those whose days have been over for so many seconds.
    func due(for seconds: TimeInterval = 0) async throws -> [TenantSummary] {
        let limit = platform.now().addingTimeInterval(-seconds)
        return try await waiting().filter { tenant in tenant.purgeAt.map { $0 <= limit } ?? false }
    }

    /// All that were deleted.
    func waiting() async throws -> [TenantSummary] {
        var selector = TenantSelector()
        selector.state = .deleting
        return try await TenantRegister(platform).list(selector)
    }

    private func isOurs() async throws -> Bool {
        let slot = Schedule.Rhythm.every(Self.interval).slot(at: platform.now(), of: nil)
        return try await platform.client.perform(JobQueue.platformSettings, ScheduleQueries.take("tenants.purge", slot)).affected == 1
    }

    /// Stands in the operators' log as if one of them had done it. One that cannot be purged does not keep the others.
    private func purge(_ tenant: TenantSummary) async {
        let arguments = ["tenant", "purge", tenant.slug, "--reason", "its days to be restored are over"]
        let entry = OperatorAudit.Entry(operator: "schedule", host: ThisMachine.name, command: "tenant purge", arguments: arguments)
        do {
            try await OperatorAudit(platform).around(entry) { try await TenantPurge(platform).purge(tenant, early: false) }
            platform.logger.notice("a deleted tenant was purged", metadata: ["tenant": "\(tenant.slug)"])
        } catch {
            platform.logger.error("a deleted tenant was not purged", metadata: ["tenant": "\(tenant.slug)", "error": "\(error)"])
        }
    }
}
