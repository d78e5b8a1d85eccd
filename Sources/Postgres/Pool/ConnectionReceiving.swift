import CPostgres

extension Connection {
    /// Takes the answers that have arrived.
    func receivePipeline() -> Progress {
        while answered < expected.count {
            guard PQisBusy(pg) == 0 else { return .pending }
            // Between two statements' results comes a nil; two in a row mean that libpq expects nothing more.
            guard let result = PQgetResult(pg) ?? (PQisBusy(pg) == 0 ? PQgetResult(pg) : nil) else {
                if PQstatus(pg) == CONNECTION_BAD { return .lost }
                if PQisBusy(pg) == 1 { return .pending }
                return .lost
            }
            take(result)
            if farewell != nil { return .lost }
        }
        return job == nil && !isCleaning ? .pending : .complete
    }

    private func take(_ result: OpaquePointer) {
        let entry = expected[answered]
        answered += 1
        switch (PQresultStatus(result), entry) {
        case (PGRES_TUPLES_OK, .statement), (PGRES_COMMAND_OK, .statement), (PGRES_EMPTY_QUERY, .statement):
            job?.outcome.rows.append(Rows(result: ResultSet(result)))
            return
        case (PGRES_FATAL_ERROR, _):
            fail(PostgresError(result, statement: label(of: entry)), severity: PostgresError.field("V", of: result), entry)
        case (PGRES_PIPELINE_ABORTED, _):
            forget(entry)
        case (PGRES_COMMAND_OK, .deallocation): metrics.current.preparedEvictions += 1
        case (_, .control(.commit)) where String(cString: PQcmdStatus(result)) == "ROLLBACK":
            job?.error = PostgresError(.transactionAborted, "a statement had failed before")
        default:
            break
        }
        PQclear(result)
    }

    private func fail(_ error: PostgresError, severity: String?, _ entry: Expected) {
        forget(entry)
        if severity == "FATAL" || severity == "PANIC" || PQstatus(pg) == CONNECTION_BAD {
            farewell = error
        } else if job?.error == nil {
            job?.error = error
            if isOutdated(error, entry) { noteStale() }
        }
    }

    /// "Cached plan must not change result type", a name that somebody has deallocated, or a role that may not be taken up: a backend
    /// that reads its memberships while others are granted may remember a list from before, until the next grant.
    private func isOutdated(_ error: PostgresError, _ entry: Expected) -> Bool {
        switch entry {
        case .statement(_, wasPrepared: true): error.sqlState == "0A000" || error.sqlState == "26000"
        case .control(.settings): error.sqlState == "26000" || error.kind == .insufficientPrivilege
        case .control, .deallocation: error.sqlState == "26000"
        default: false
        }
    }

    private func noteStale() {
        isStale = true
        job?.isStale = true
        if job?.error?.kind != .insufficientPrivilege { job?.error?.kind = .stalePlan }
    }

    /// What has not been prepared has no name.
    private func forget(_ entry: Expected) {
        switch entry {
        case .preparation(let key, let name): names.forget(key, name)
        case .deallocation(let name) where !isStale: names.keepEvicted(name)
        case .controlPreparation(let control): controls &= ~control.bit
        case .control, .deallocation, .statement, .sync: break
        }
    }

    private func label(of entry: Expected) -> String? {
        switch entry {
        case .control(.settings), .controlPreparation(.settings): return "unit settings"
        case .control(let control), .controlPreparation(let control): return control.text.label
        case .statement(let index, _): return label(ofStatement: index)
        case .preparation:
            // The statement it prepares is the next to be answered.
            guard answered < expected.count, case .statement(let index, _) = expected[answered] else { return nil }
            return label(ofStatement: index)
        case .deallocation: return "deallocate"
        case .sync: return nil
        }
    }

    private func label(ofStatement index: Int) -> String? {
        guard case .pipeline(let statements) = job?.step else { return nil }
        return statements[index].sql.label
    }
}
