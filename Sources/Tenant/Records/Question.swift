import Platform
import Postgres

/// Statements, and what their answers mean. Several questions become one, which takes one round trip.
struct Question<Answer: Sendable>: Sendable {
    let statements: [SQL]
    /// Takes the answers in the order of the statements.
    let reading: @Sendable ([Rows]) throws -> Answer

    init(_ statements: [SQL], reading: @escaping @Sendable ([Rows]) throws -> Answer) {
        (self.statements, self.reading) = (statements, reading)
    }

    init(_ statement: SQL, reading: @escaping @Sendable (Rows) throws -> Answer) {
        self.init([statement]) { try reading($0[0]) }
    }

    /// What nobody has to ask.
    static func known(_ answer: Answer) -> Question { Question([]) { _ in answer } }

    func map<Other: Sendable>(_ change: @escaping @Sendable (Answer) throws -> Other) -> Question<Other> {
        Question<Other>(statements) { [reading] in try change(try reading($0)) }
    }

    func and<Other: Sendable>(_ other: Question<Other>) -> Question<(Answer, Other)> {
        let (own, count) = (reading, statements.count)
        return Question<(Answer, Other)>(statements + other.statements) { answers in
            (try own(Array(answers.prefix(count))), try other.reading(Array(answers.dropFirst(count))))
        }
    }

    /// All of them, answered in their order.
    static func all<Element: Sendable>(_ questions: [Question<Element>]) -> Question where Answer == [Element] {
        Question(questions.flatMap(\.statements)) { answers in
            var rest = answers[...]
            return try questions.map { question in
                defer { rest = rest.dropFirst(question.statements.count) }
                return try question.reading(Array(rest.prefix(question.statements.count)))
            }
        }
    }
}

extension TenantDatabase {
    /// Asks in one round trip.
    func read<Answer>(_ question: Question<Answer>) async throws -> Answer {
        try question.reading(try await read(question.statements))
    }
}
