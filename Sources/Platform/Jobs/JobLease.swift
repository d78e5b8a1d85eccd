import Postgres

extension JobContext {
    /// Asks the same within a transaction, so that what that changes stays exactly if the job is still this worker's: whoever has
    /// taken it over takes the same step. It comes before the row of the work itself, as whoever calls the job off locks them in
    /// that order.
    /// - Throws: `LeaseLost`.
    public func keepAlive(in transaction: TenantTransaction) async throws {
        if try await transaction.execute(JobQueries.extendLease(of: jobID, attempt: attempt)) == 0 { throw LeaseLost() }
    }
}
