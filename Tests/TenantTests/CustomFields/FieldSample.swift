import Support
import Testing
import Web

@testable import Tenant

/// One kind of custom field, with values in ascending order and what becomes of them.
struct FieldSample: Sendable, CustomTestStringConvertible {
    let kind: CustomFieldKind
    /// What its definition says besides label and type.
    var definition: JSONObject = [:]
    /// What the first three records hold, as the API writes it; a fourth holds nothing.
    let values: [JSONValue]
    /// As the first one stands in pages and in files.
    let shown: String
    let file: String
    /// As a form sends the second one.
    let typed: String
    /// What the field does not take, and the code that says so.
    let wrong: (value: JSONValue, code: String)
    /// Questions, each with the places of the records that answer it.
    var questions: [Question] = []
    /// Whether lists can be ordered by it.
    var isSortable = true
    /// A word by which a search finds the second record.
    var word: String?

    struct Question: Sendable {
        let op: FilterOperator
        let value: JSONValue
        let answer: Set<Int>

        init(_ op: FilterOperator, _ value: JSONValue = .null, _ answer: Set<Int>) {
            (self.op, self.value, self.answer) = (op, value, answer)
        }
    }

    var testDescription: String { kind.rawValue }
    /// As in filters.
    var field: String { "custom.\(kind.rawValue)" }
    /// As in lists and files: the name of what is referred to.
    var column: String { kind.isReference ? "\(field).name" : field }
    var label: String { "My \(kind.rawValue)" }

    static func texts(_ kind: CustomFieldKind, _ values: [String], part: String, typed: String, wrong: (JSONValue, String)) -> FieldSample {
        FieldSample(
            kind: kind, values: values.map { .string($0) }, shown: values[0].replacing("https://", with: ""), file: values[0], typed: typed,
            wrong: wrong,
            questions: [
                .init(.eq, .string(values[1].uppercased()), [1]), .init(.neq, .string(values[1]), [0, 2, 3]),
                .init(.contains, .string(part.uppercased()), [1]), .init(.ncontains, .string(part), [0, 2, 3]),
                .init(.starts, .string(String(values[2].prefix(9))), [2]), .init(.ends, .string(String(values[0].suffix(9))), [0]),
                .init(.in, [.string(values[0]), .string(values[2])], [0, 2]),
                .init(.nin, [.string(values[0]), .string(values[2])], [1, 3]),
                .init(.empty, .null, [3]), .init(.nempty, .null, [0, 1, 2]),
            ], word: part)
    }

    static func ordered(
        _ kind: CustomFieldKind, _ values: [JSONValue], asked: [JSONValue]? = nil, shown: String, file: String, typed: String,
        wrong: (JSONValue, String)
    ) -> FieldSample {
        let asked = asked ?? values
        var questions: [Question] = [
            .init(.eq, asked[1], [1]), .init(.neq, asked[1], [0, 2, 3]), .init(.gt, asked[1], [2]), .init(.gte, asked[1], [1, 2]),
            .init(.lt, asked[1], [0]), .init(.lte, asked[1], [0, 1]), .init(.between, [asked[0], asked[1]], [0, 1]),
            .init(.empty, .null, [3]), .init(.nempty, .null, [0, 1, 2]),
        ]
        if kind == .date || kind == .dateTime {
            questions += [.init(.before, asked[1], [0]), .init(.after, asked[1], [2]), .init(.within, "this_year", [])]
        }
        return FieldSample(
            kind: kind, values: values, shown: shown, file: file, typed: typed, wrong: wrong, questions: questions)
    }

    static func references(_ kind: CustomFieldKind, _ ids: [String], shown: String, wrong: (JSONValue, String)) -> FieldSample {
        FieldSample(
            kind: kind, values: ids.map { .string($0) }, shown: shown, file: shown, typed: ids[1], wrong: wrong,
            questions: [
                .init(.eq, .string(ids[1]), [1]), .init(.neq, .string(ids[1]), [0, 2, 3]),
                .init(.in, [.string(ids[0]), .string(ids[2])], [0, 2]), .init(.nin, [.string(ids[0]), .string(ids[2])], [1, 3]),
                .init(.empty, .null, [3]), .init(.nempty, .null, [0, 1, 2]),
            ])
    }
}

extension FieldSample {
    /// - Parameters:
    ///   - people: three ids, by the order of their names; the first one's name is Ada Brandt.
    ///   - companies: three ids, by the order of their names; the first one's name is Acorn.
    static func all(people: [String], companies: [String]) -> [FieldSample] {
        let sizes: JSONValue = [
            ["value": "large", "label": "Large one", "color": "success"], ["value": "medium", "label": "Medium"], "Small",
        ]
        let colours: JSONValue = ["Red", "Blue", "Green"]
        return [
            .texts(.text, ["Alpha one", "beta two", "Gamma three"], part: "eta t", typed: "beta two", wrong: (5, "wrong_type")),
            FieldSample(
                kind: .longText, values: ["First\nline", "second essay", "third"], shown: "First\nline", file: "First\nline",
                typed: "second essay", wrong: (true, "wrong_type"),
                questions: [
                    .init(.eq, "SECOND ESSAY", [1]), .init(.neq, "third", [0, 1, 3]), .init(.contains, "essay", [1]),
                    .init(.ncontains, "essay", [0, 2, 3]), .init(.starts, "thi", [2]), .init(.ends, "line", [0]),
                    .init(.in, ["third", "second essay"], [1, 2]), .init(.nin, ["third"], [0, 1, 3]), .init(.empty, .null, [3]),
                    .init(.nempty, .null, [0, 1, 2]),
                ], isSortable: false, word: "essay"),
            .ordered(
                .number, [-2.5, 0.75, 1200.125], shown: "−2.5", file: "-2.5", typed: "0.75", wrong: ("0.75", "wrong_type")),
            .ordered(.integer, [-3, 7, 1_000_000], shown: "−3", file: "-3", typed: "7", wrong: (1.5, "wrong_type")),
            .ordered(
                .currency,
                [["amount": 1250, "currency": "EUR"], ["amount": 99_900, "currency": "USD"], ["amount": 1_000_000, "currency": "EUR"]],
                asked: [1250, 99_900, 1_000_000], shown: "€12.50", file: "12.50 EUR", typed: "999.00 USD",
                wrong: (["amount": 12], "invalid")),
            .ordered(
                .date, ["1999-12-31", "2001-03-31", "2001-04-01"], shown: "31 Dec 1999", file: "1999-12-31", typed: "2001-03-31",
                wrong: ("2001-02-30", "invalid")),
            .ordered(
                .dateTime, ["1999-12-31T23:30:00.000Z", "2001-03-31T09:30:00.000Z", "2001-03-31T09:30:01.000Z"], shown: "31 Dec 1999",
                file: "1999-12-31T23:30:00.000Z", typed: "2001-03-31T09:30", wrong: ("yesterday", "invalid")),
            FieldSample(
                kind: .yesNo, values: [false, true, true], shown: "No", file: "no", typed: "1", wrong: ("yes", "wrong_type"),
                questions: [.init(.eq, true, [1, 2]), .init(.neq, true, [0, 3])], isSortable: false),
            FieldSample(
                kind: .choice, definition: ["choices": sizes], values: ["large", "medium", "small"], shown: "Large one", file: "Large one",
                typed: "medium", wrong: ("huge", "unknown_choice"),
                questions: [
                    .init(.eq, "medium", [1]), .init(.neq, "medium", [0, 2, 3]), .init(.in, ["large", "small"], [0, 2]),
                    .init(.nin, ["large", "small"], [1, 3]), .init(.empty, .null, [3]), .init(.nempty, .null, [0, 1, 2]),
                ], word: "medium"),
            FieldSample(
                kind: .multiChoice, definition: ["choices": colours], values: [["red"], ["red", "blue"], ["green"]], shown: "Red",
                file: "Red",
                typed: "blue", wrong: (["red", "pink"], "unknown_choice"),
                questions: [
                    .init(.eq, "red", [0, 1]), .init(.neq, "red", [2, 3]), .init(.in, ["blue", "green"], [1, 2]),
                    .init(.nin, ["blue", "green"], [0, 3]), .init(.empty, .null, [3]), .init(.nempty, .null, [0, 1, 2]),
                ], isSortable: false),
            .texts(
                .email, ["ann@alpha.test", "bob@beta.test", "cleo@gamma.test"], part: "bob@b", typed: "BOB@beta.test",
                wrong: ("bob", "invalid")),
            .texts(
                .phone, ["+49 30 901820", "+49 40 123456", "+49 89 555555"], part: "40 12", typed: "+49 40 123456",
                wrong: ("call me", "invalid")),
            .texts(
                .url, ["https://alpha.test", "https://beta.test/x", "https://gamma.test"], part: "beta.test", typed: "beta.test/x",
                wrong: ("javascript:x", "invalid")),
            .references(.user, people, shown: "Ada Brandt", wrong: (.string(unknownID), "not_found")),
            FieldSample.references(.recordLink, companies, shown: "Acorn", wrong: (.string(unknownID), "not_found"))
                .with(["target": "company"]),
        ]
    }

    private func with(_ definition: JSONObject) -> FieldSample {
        var sample = self
        sample.definition = definition
        return sample
    }
}
