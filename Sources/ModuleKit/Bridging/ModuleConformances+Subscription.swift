extension ModuleConformances {
    /// The subscription of the stages and the other notifications: RQ_ bits.
    var notifications: UInt32 {
        NotificationSlot.allCases.filter { !$0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }

    /// The subscription of what follows the stages: RQ_ bits.
    var postNotifications: UInt32 {
        NotificationSlot.allCases.filter { $0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }

    private func has(_ slot: NotificationSlot) -> Bool {
        switch slot {
        case .beginRequest: beginRequest != nil
        case .postBeginRequest: postBeginRequest != nil
        case .authenticateRequest: authenticateRequest != nil
        case .postAuthenticateRequest: postAuthenticateRequest != nil
        case .authorizeRequest: authorizeRequest != nil
        case .postAuthorizeRequest: postAuthorizeRequest != nil
        case .resolveRequestCache: resolveRequestCache != nil
        case .postResolveRequestCache: postResolveRequestCache != nil
        case .mapRequestHandler: mapRequestHandler != nil
        case .postMapRequestHandler: postMapRequestHandler != nil
        case .acquireRequestState: acquireRequestState != nil
        case .postAcquireRequestState: postAcquireRequestState != nil
        case .preExecuteRequestHandler: preExecuteRequestHandler != nil
        case .postPreExecuteRequestHandler: postPreExecuteRequestHandler != nil
        case .executeRequestHandler: executeRequestHandler != nil
        case .postExecuteRequestHandler: postExecuteRequestHandler != nil
        case .releaseRequestState: releaseRequestState != nil
        case .postReleaseRequestState: postReleaseRequestState != nil
        case .updateRequestCache: updateRequestCache != nil
        case .postUpdateRequestCache: postUpdateRequestCache != nil
        case .logRequest: logRequest != nil
        case .postLogRequest: postLogRequest != nil
        case .endRequest: endRequest != nil
        case .postEndRequest: postEndRequest != nil
        case .sendResponse: sendResponse != nil
        case .mapPath: mapPath != nil
        case .readEntity: readEntity != nil
        case .customRequestNotification: customRequestNotification != nil
        case .asyncCompletion: asyncCompletion != nil
        }
    }
}
