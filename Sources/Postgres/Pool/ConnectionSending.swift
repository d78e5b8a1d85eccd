import CPostgres

extension Connection {
    /// Sends everything a job needs and a sync: one round trip.
    func sendPipeline(_ job: Job, _ statements: [Statement]) -> Progress {
        if copy == .leaving {
            copy = .skipping
            return skipCopy()
        }
        beginAnswer()
        var isSent = true
        if let unit = job.unit, job.isFirst {
            job.lease?.isOpen = true
            isSent = isSent && open(unit, settings: job.settings ?? unit.settingsStatement) && deallocate()
        }
        for (index, statement) in statements.enumerated() {
            isSent = isSent && send(statement, index: index, unprepared: job.isRetry)
        }
        if let closing = job.closing { isSent = isSent && send(closing, closing.text) }
        metrics.current.statements += statements.count
        return isSent ? endOfPipeline() : .lost
    }

    /// Ends a transaction that has failed and that nobody will end.
    func sendRollback() -> Progress {
        isCleaning = true
        beginAnswer()
        return send(.rollback, ControlStatement.rollback.text) ? endOfPipeline() : .lost
    }

    private func beginAnswer() {
        expected.removeAll(keepingCapacity: true)
        answered = 0
    }

    private func endOfPipeline() -> Progress {
        expected.append(.sync)
        metrics.current.roundTrips += 1
        return PQpipelineSync(pg) == 1 ? flush() : .lost
    }

    private func open(_ unit: UnitSettings, settings: SQL) -> Bool {
        let opening = ControlStatement.opening(unit)
        guard let plantedFault else {
            return send(opening, opening.text) && send(.settings(of: unit), settings)
        }
        let broken = breaking(unit, plantedFault)
        return send(opening, opening.text) && send(.settings(of: broken), broken.settingsStatement)
    }

    /// Makes the server forget names that had to make room. libpq 15 knows no other way than a statement.
    private func deallocate() -> Bool {
        names.takeEvicted().allSatisfy { name in
            expected.append(.deallocation(name))
            return sendUnnamed(SQL(unchecked: "deallocate \(name)"))
        }
    }

    private func send(_ control: ControlStatement, _ sql: SQL) -> Bool {
        guard configuration.preparesStatements else {
            expected.append(.control(control))
            return sendUnnamed(sql)
        }
        if controls & control.bit == 0 {
            expected.append(.controlPreparation(control))
            guard prepare(control.preparedName, sql) else { return false }
            controls |= control.bit
        }
        expected.append(.control(control))
        return execute(control.preparedName, sql)
    }

    private func send(_ statement: Statement, index: Int, unprepared: Bool) -> Bool {
        guard let key = statement.key, !unprepared else {
            metrics.current.preparedMisses += 1
            expected.append(.statement(index, wasPrepared: false))
            return sendUnnamed(statement.sql)
        }
        switch names.use(key) {
        case .unnamed:
            metrics.current.preparedMisses += 1
            expected.append(.statement(index, wasPrepared: false))
            return sendUnnamed(statement.sql)
        case .prepareThenExecute(let name):
            metrics.current.preparedMisses += 1
            expected.append(.preparation(key, name: name))
            expected.append(.statement(index, wasPrepared: false))
            return prepare(name, statement.sql) && execute(name, statement.sql)
        case .execute(let name):
            metrics.current.preparedHits += 1
            expected.append(.statement(index, wasPrepared: true))
            return execute(name, statement.sql)
        }
    }

    private func prepare(_ name: String, _ sql: SQL) -> Bool {
        sql.withParameters { count, types, _, _, _ in
            sql.withCText { PQsendPrepare(pg, name, $0, count, types) == 1 }
        }
    }

    private func execute(_ name: String, _ sql: SQL) -> Bool {
        sql.withParameters { count, _, values, lengths, formats in
            PQsendQueryPrepared(pg, name, count, values, lengths, formats, 1) == 1
        }
    }

    func sendUnnamed(_ sql: SQL) -> Bool {
        sql.withParameters { count, types, values, lengths, formats in
            sql.withCText { PQsendQueryParams(pg, $0, count, types, values, lengths, formats, 1) == 1 }
        }
    }
}
