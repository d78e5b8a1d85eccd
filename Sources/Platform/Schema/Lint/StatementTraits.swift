extension LintedStatement {
    /// A column that must have values where rows may have none.
    var demandsUncheckedValues: Bool {
        let added = addedColumns.contains { $0.outsideBrackets.contains("not null") && !$0.contains("default") }
        return added
            || actions.contains { action in
                guard action.first == "alter", action.contains("set not null") else { return false }
                return !isChecked(action.words.dropFirst().first { $0 != "column" } ?? "")
            }
    }

    /// Whether an earlier migration has made sure that the column has no nulls, which then needs no look at the rows.
    private func isChecked(_ column: String) -> Bool {
        let actions = earlier.filter { $0.table == table }.flatMap(\.actions)
        return actions.contains { action in
            guard action.begins("add constraint"), action.contains("check ( \(column) is not null )"), action.words.count > 2 else {
                return false
            }
            return !action.contains("not valid") || actions.contains { $0.begins("validate constraint \(action.words[2])") }
        }
    }

    var makesTableFromQuery: Bool {
        (makesTable && words.outsideBrackets.contains("as")) || (words.first == "select" && words.outsideBrackets.contains("into"))
            || words.begins("create schema")
    }

    var pointsOutOfSchema: Bool {
        let referred = words.indices(of: "references").compactMap { words.words.dropFirst($0 + 1).first }
        return ([table].compactMap(\.self) + referred).contains { $0.contains(".") }
    }

    var inherits: Bool {
        if words.contains("inherits") || words.contains("inherit") { return true }
        return ["partition of", "attach partition"].contains { words.after($0)?.first?.contains(".") == true }
    }

    /// A drop or a new name, unless the release before has stopped using the old one.
    var takesAwayWhatIsUsed: Bool {
        let drops = words.begins("drop table") || words.begins("drop view") || words.begins("alter index") && words.contains("rename")
        let harmless = ["constraint", "default", "not", "identity", "expression"]
        let takesAway = actions.contains { action in
            let target = action.words.dropFirst().first ?? ""
            return action.first == "drop" && !harmless.contains(target) || action.first == "rename" && target != "constraint"
        }
        guard drops || takesAway, !(table.map(newTables.contains) ?? false) else { return false }
        if case .contraction(let outgrown) = kind { return outgrown >= build }
        return true
    }
}

extension SQLWords {
    var hasVolatileDefault: Bool {
        guard let expression = after("default") else { return false }
        return expression.words.indices.dropFirst().contains { index in
            expression.words[index] == "(" && !Self.steady.contains(expression.words[index - 1]) && expression.words[index - 1] != "("
                && !["check", "references", "as", ","].contains(expression.words[index - 1])
        }
    }

    /// Functions that give all rows of a statement the same value.
    private static let steady: Set<String> = [
        "now", "transaction_timestamp", "statement_timestamp", "coalesce", "lower", "upper", "jsonb_build_object", "jsonb_build_array",
        "make_interval", "numeric", "varchar", "char", "::numeric", "::varchar", "::char",
    ]

    var changesType: Bool { first == "alter" && outsideBrackets.contains("type") }

    /// Whether a new constraint needs no look at the rows.
    var isCheap: Bool { contains("not valid") || contains("using index") }

    var holdsConstraint: Bool { ["check", "unique", "primary", "references", "generated"].contains { outsideBrackets.contains($0) } }

    /// Apart from primary keys, whose name follows from the table's.
    var holdsUnnamedConstraint: Bool {
        let visible = outsideBrackets
        return ["check", "unique", "references", "foreign", "exclude"].contains { keyword in
            // The name of a foreign key stands before its first words, not before its last.
            if keyword == "references", visible.contains("foreign") { return false }
            return visible.indices(of: keyword).contains { $0 < 2 || visible.words[$0 - 2] != "constraint" }
        }
    }

    var countsByItself: Bool {
        let type = words.dropFirst().first ?? ""
        return ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"].contains(type) || contains("as identity")
    }

    var readsTables: Bool {
        let isReading = indices(of: "from").contains { $0 == 0 || words[$0 - 1] != "distinct" }
        return isReading || ["insert", "update", "delete", "perform", "execute"].contains(where: contains)
    }

    var notifies: Bool { contains("pg_notify") || first == "notify" || contains("; notify") || contains("begin notify") }
}
