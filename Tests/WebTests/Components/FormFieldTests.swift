import Testing
import Web

@Suite struct FormFieldTests {
    @Test func labelHelpAndErrorAreWiredToTheControl() {
        let field = FormField(
            "E-mail", name: "email", .email, value: "a@\"", error: "Not complete.", help: "Work address.", required: true,
            autocomplete: "email")
        let html = field.html.description
        #expect(html.contains("<label for=\"field-email\">E-mail"))
        #expect(html.contains("aria-describedby=\"field-email-error field-email-help\" aria-invalid=\"true\""))
        #expect(html.contains("<p class=\"help\" id=\"field-email-help\">Work address.</p>"))
        #expect(html.contains("id=\"field-email-error\""))
        #expect(html.contains("value=\"a@&quot;\"") && html.contains(" required") && html.contains("autocomplete=\"email\""))
    }

    @Test func aFieldWithoutErrorSaysNothingAboutOne() {
        let html = FormField("Name", name: "name").html.description
        #expect(!html.contains("aria-") && !html.contains("wrong"))
    }

    @Test func aSelectMarksItsValueAndGroupsNeighbours() {
        let choices = [Choice("1", "Ada", group: "Sales"), Choice("2", "Ola", group: "Sales"), Choice("3", "Mei", group: "Support")]
        let html = FormField("Owner", name: "owner", .select(choices, blank: "Nobody", submits: true), value: "2").html.description
        #expect(html.contains("<option value=\"\">Nobody</option><optgroup label=\"Sales\"><option value=\"1\">Ada</option>"))
        #expect(html.contains("<option value=\"2\" selected>Ola</option></optgroup><optgroup label=\"Support\">"))
        #expect(html.contains("</optgroup></select>") && html.contains("data-behaviour=\"autosubmit\""))
    }

    @Test func aTextareaKeepsItsFirstLineBreakAndEscapes() {
        let html = FormField("Notes", name: "notes", .textarea(rows: 2), value: "\n</textarea>").html.description
        #expect(html.contains(">\n\n&lt;/textarea&gt;</textarea>"))
    }

    @Test func limitsReachTheBrowser() {
        let number = FormField("Worth", name: "worth", .number(min: "0", step: "0.01")).html.description
        #expect(number.contains("type=\"number\"") && number.contains("min=\"0\" step=\"0.01\""))
        #expect(FormField("N", name: "n", .text(maxLength: 80)).html.description.contains("maxlength=\"80\""))
        #expect(FormField("F", name: "f", .file(accept: ".csv", multiple: true)).html.description.contains("accept=\".csv\" multiple"))
    }

    @Test func aCheckboxIsTickedByAnyValue() {
        #expect(FormField("Yes", name: "y", .checkbox, value: "1").html.description.contains(" checked"))
        #expect(!FormField("Yes", name: "y", .checkbox).html.description.contains(" checked"))
    }

    @Test func radiosShareANameUnderALegend() {
        let html = FormField("Language", name: "l", .radios([Choice("en", "English"), Choice("de", "German")]), value: "de").html
            .description
        #expect(html.contains("<legend>Language</legend>") && html.contains("value=\"de\" checked"))
    }

    @Test func aHiddenFieldHasNoLabel() {
        #expect(FormField("", name: "id", .hidden, value: "7").html.description == "<input type=\"hidden\" name=\"id\" value=\"7\">")
    }

    @Test func theSummaryLinksEveryProblemToItsField() {
        let fields = [FormField("Name", name: "name", error: "Say a name."), FormField("Job", name: "job")]
        let html = ErrorSummary("Please look again", fields: fields, others: ["Too many."]).html.description
        #expect(html.contains("<li>Too many.</li><li><a href=\"#field-name\">Name</a>: Say a name.</li></ul>"))
        #expect(ErrorSummary("Fine", fields: [fields[1]]).html.isEmpty)
    }

    @Test func repeatedRowsOfferAnEmptyRowAndATemplate() {
        let html = RepeatedRows("Phones", addLabel: "Add", rows: ["<i></i>"], blank: "<input name=\"p[{n}]\">").html.description
        #expect(html.contains("<div data-rows><div class=\"repeated-row\"><i></i></div></div>"))
        #expect(html.contains("<template><div class=\"repeated-row\"><input name=\"p[{n}]\"></div></template>"))
    }
}
