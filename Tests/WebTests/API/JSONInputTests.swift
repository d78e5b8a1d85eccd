import Foundation
import Testing
import Web

struct JSONInputTests {
    private enum Size: String, CaseIterable { case small, large }

    private func errors(_ body: JSONValue, _ reading: (inout JSONInput) throws -> Void) -> [String: String] {
        do {
            try JSONInput.read(body, reading)
            return [:]
        } catch Failure.invalid(let errors) {
            return Dictionary(uniqueKeysWithValues: errors.map { ($0.field, $0.code) })
        } catch {
            return ["": "\(error)"]
        }
    }

    @Test func membersAreReadByType() throws {
        let id = UUID.v7()
        let body: JSONValue = [
            "name": " Ada\u{308} ", "password": " x ", "flag": true, "count": 3, "id": .string(id.text), "at": "2026-03-31T09:30:00Z",
            "tags": ["a ", "b"], "ids": [.string(id.text)], "size": "large", "rest": ["x": 1], "nothing": nil,
        ]
        let texts = try JSONInput.read(part(of: body, "name", "password", "tags")) {
            ($0.text("name"), $0.raw("password"), $0.texts("tags"))
        }
        #expect(texts.0 == "Ad\u{E4}" && texts.1 == " x " && texts.2 == ["a", "b"])
        let plain = try JSONInput.read(part(of: body, "flag", "count", "rest")) { ($0.flag("flag"), $0.number("count"), $0.object("rest")) }
        #expect(plain.0 == true && plain.1 == 3 && plain.2 == ["x": 1])
        let ids = try JSONInput.read(part(of: body, "id", "ids", "at")) { ($0.id("id"), $0.ids("ids"), $0.instant("at")) }
        #expect(ids.0 == id && ids.1 == [id] && ids.2 == Instant.parse("2026-03-31T09:30:00Z"))
        let sizes = try JSONInput.read(part(of: body, "size")) {
            [$0.choice("size", of: Size.allCases, as: \.rawValue), try $0.required("size", of: Size.allCases, as: \.rawValue)]
        }
        #expect(sizes == [.large, .large])
        let nothing = try JSONInput.read(part(of: body, "nothing")) {
            ($0.names("nothing"), $0.text("nothing", orNull: true), $0.names("absent"), $0.text("absent"))
        }
        #expect(nothing == (true, nil, false, nil))
    }

    private func part(of body: JSONValue, _ names: String...) -> JSONValue {
        .object(names.reduce(into: JSONObject()) { $0[$1] = body[$1] })
    }

    @Test func everythingThatIsWrongIsNamedAtOnce() {
        let body: JSONValue = [
            "name": 5, "flag": "yes", "count": 1.5, "id": "x", "at": "soon", "tags": ["a", 1], "ids": ["x"], "size": "huge", "rest": [],
            "null": nil, "zero": "\u{0}", "colour": "red",
        ]
        let found = errors(body) { input in
            _ = (input.text("name"), input.flag("flag"), input.number("count"), input.id("id"), input.instant("at"))
            _ = (input.texts("tags"), input.ids("ids"), input.choice("size", of: Size.allCases, as: \.rawValue))
            _ = (input.object("rest"), input.text("null"), input.text("zero"))
            input.require("email", "name")
        }
        #expect(
            found == [
                "name": "wrong_type", "flag": "wrong_type", "count": "wrong_type", "id": "not_an_id", "at": "invalid", "tags": "wrong_type",
                "ids": "not_an_id", "size": "unknown", "rest": "wrong_type", "null": "wrong_type", "zero": "invalid", "email": "required",
                "colour": "unknown_field",
            ])
    }

    @Test func whatFollowsFromAMistakeIsNotSaid() {
        let reading: (inout JSONInput) throws -> Void = { input in
            guard input.id("into") != nil else { throw input.missing("into", "Choose another tag.") }
            throw Failure.invalid("into", "same", "Choose another tag.")
        }
        #expect(errors(["into": 5], reading) == ["into": "wrong_type"])
        #expect(errors(["into": .string(UUID.v7().text)], reading) == ["into": "same"])
        #expect(throws: FieldError.self) { try JSONInput.read([:], reading) }
    }

    @Test func choiceThatHasToBeThereIsNamedWithItsValues() {
        #expect(throws: FieldError(field: "size", code: "unknown", message: "\("size") is one of: \("small, large").")) {
            try JSONInput.read([:]) { try $0.required("size", of: Size.allCases, as: \.rawValue) }
        }
    }

    @Test(arguments: [[], "x", nil, 1] as [JSONValue])
    func bodyIsAnObject(body: JSONValue) {
        let error = #expect(throws: Failure.self) { try JSONInput.read(body) { $0.text("name") } }
        guard case .badRequest = error else {
            Issue.record("\(error as Any)")
            return
        }
    }
}
