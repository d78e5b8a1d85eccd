import Hummingbird
import Web

/// Every simulator below a path of its own.
func buildSimulators(_ settings: ServerSettings, resend: ResendSimulator = ResendSimulator()) -> some HTTPResponder<BaseContext> {
    let router = Router.web(context: BaseContext.self)
    let endpoints = Endpoints(router)
    endpoints.page(.get, "/") { request, _ in
        .page(SimulatorPage.html(request, title: "Simulators", "<ul><li><a href=\"/resend\">Resend: the mail that was sent</a></li></ul>"))
    }
    ResendAPI(resend: resend).register(on: endpoints.group("/resend"))
    ResendPages(resend: resend).register(on: endpoints.group("/resend"))
    endpoints.table.answerOtherMethods(on: router)
    return router.buildResponder().behindStandardLayers(settings: settings, proxies: .none, failures: FailureMiddleware())
}

/// A page that says what it is not.
enum SimulatorPage {
    static func html(_ request: Request, title: String, _ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>\(title)</title></head><body>
        <p><strong>This is a stand-in</strong> for development and tests. Nothing here is, or comes from, the real service.</p>
        <h1>\(title)</h1>
        \(content)
        </body></html>
        """
    }
}
