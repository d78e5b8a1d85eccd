import HTTPTypes
import Hummingbird

extension Endpoints {
    /// Reads: a record, a list, a file.
    public func get(
        _ path: String, id: String, summary: String, tag: String, parameters: [EndpointDescription.Parameter] = [],
        responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        api(
            .get, path, id: id, summary: summary, tag: tag, parameters: parameters, responds: responds,
            failures: failures, security: security, handler: handler)
    }

    /// Creates, or does something once.
    public func post(
        _ path: String, id: String, summary: String, tag: String, parameters: [EndpointDescription.Parameter] = [],
        body: EndpointDescription.Body? = nil, responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        api(
            .post, path, id: id, summary: summary, tag: tag, parameters: parameters, body: body, responds: responds,
            failures: failures, security: security, handler: handler)
    }

    /// Changes the members that the body names.
    public func patch(
        _ path: String, id: String, summary: String, tag: String, parameters: [EndpointDescription.Parameter] = [],
        body: EndpointDescription.Body? = nil, responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        api(
            .patch, path, id: id, summary: summary, tag: tag, parameters: parameters, body: body, responds: responds,
            failures: failures, security: security, handler: handler)
    }

    /// Replaces as a whole.
    public func put(
        _ path: String, id: String, summary: String, tag: String, parameters: [EndpointDescription.Parameter] = [],
        body: EndpointDescription.Body? = nil, responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        api(
            .put, path, id: id, summary: summary, tag: tag, parameters: parameters, body: body, responds: responds,
            failures: failures, security: security, handler: handler)
    }

    /// Deletes.
    public func delete(
        _ path: String, id: String, summary: String, tag: String, parameters: [EndpointDescription.Parameter] = [],
        responds: EndpointDescription.Responds, failures: [HTTPResponse.Status] = [],
        security: EndpointDescription.Security = .bearer, handler: @escaping Handler
    ) {
        api(
            .delete, path, id: id, summary: summary, tag: tag, parameters: parameters, responds: responds,
            failures: failures, security: security, handler: handler)
    }
}
