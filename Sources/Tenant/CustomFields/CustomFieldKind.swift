import Web

/// What a custom field can hold.
enum CustomFieldKind: String, Sendable, CaseIterable {
    case text
    case longText = "long_text"
    case number, integer, currency, date
    case dateTime = "date_time"
    case yesNo = "yes_no"
    case choice
    case multiChoice = "multi_choice"
    case email, phone, url, user
    case recordLink = "record_link"

    var label: Phrase {
        switch self {
        case .text: "Text"
        case .longText: "Long text"
        case .number: "Number"
        case .integer: "Whole number"
        case .currency: "Amount of money"
        case .date: "Date"
        case .dateTime: "Date and time"
        case .yesNo: "Yes or no"
        case .choice: "Choice"
        case .multiChoice: "Several choices"
        case .email: "E-mail address"
        case .phone: "Phone number"
        case .url: "Web address"
        case .user: "Person of the team"
        case .recordLink: "Link to a record"
        }
    }

    /// What it is for, for whoever has to choose one.
    var hint: Phrase {
        switch self {
        case .text: "A line of text, such as a customer number"
        case .longText: "Several paragraphs"
        case .number: "With decimals, such as 12.5"
        case .integer: "Without decimals, such as 120"
        case .currency: "An amount with its currency, such as 1,250.00 EUR"
        case .date: "A day of the calendar"
        case .dateTime: "A moment, shown in everybody's own time zone"
        case .yesNo: "A box to tick"
        case .choice: "One out of a list that you write"
        case .multiChoice: "Any number out of a list that you write"
        case .email: "Checked, and opens the mail program"
        case .phone: "Checked, and dials where that is possible"
        case .url: "Checked, and opens the page"
        case .user: "Somebody who works here"
        case .recordLink: "A contact or a company, shown by its name"
        }
    }

    var icon: Icon {
        switch self {
        case .text, .longText: .note
        case .number, .integer: .activity
        case .currency: .money
        case .date, .dateTime: .calendar
        case .yesNo: .check
        case .choice, .multiChoice: .list
        case .email: .mail
        case .phone: .phone
        case .url: .globe
        case .user: .user
        case .recordLink: .link
        }
    }

    var hasChoices: Bool { self == .choice || self == .multiChoice }
    var isReference: Bool { self == .user || self == .recordLink }

    /// Whether no two records may be asked to differ in it.
    var canBeUnique: Bool {
        switch self {
        case .text, .number, .integer, .date, .email, .phone, .url: true
        default: false
        }
    }

    /// A box is always ticked or not, so asking for it would ask for nothing.
    var canBeRequired: Bool { self != .yesNo }

    /// Whom or what a new record belongs to is not the same for all.
    var canHaveDefault: Bool { !isReference }
}
