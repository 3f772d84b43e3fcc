/*
 * constants.h - the numbers of the contract: notifications, statuses, flags, header and verb identifiers.
 */
#ifndef MODHOST_CONSTANTS_H
#define MODHOST_CONSTANTS_H

#include "types.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

/* Request notifications: the twelve stages in order, then those that depend on what happens. */
#define RQ_BEGIN_REQUEST 0x00000001u
#define RQ_AUTHENTICATE_REQUEST 0x00000002u
#define RQ_AUTHORIZE_REQUEST 0x00000004u
#define RQ_RESOLVE_REQUEST_CACHE 0x00000008u
#define RQ_MAP_REQUEST_HANDLER 0x00000010u
#define RQ_ACQUIRE_REQUEST_STATE 0x00000020u
#define RQ_PRE_EXECUTE_REQUEST_HANDLER 0x00000040u
#define RQ_EXECUTE_REQUEST_HANDLER 0x00000080u
#define RQ_RELEASE_REQUEST_STATE 0x00000100u
#define RQ_UPDATE_REQUEST_CACHE 0x00000200u
#define RQ_LOG_REQUEST 0x00000400u
#define RQ_END_REQUEST 0x00000800u
#define RQ_SEND_RESPONSE_STATUS_AND_HEADERS 0x08000000u
#define RQ_CUSTOM_NOTIFICATION 0x10000000u
#define RQ_SEND_RESPONSE 0x20000000u
#define RQ_READ_ENTITY 0x40000000u
#define RQ_MAP_PATH 0x80000000u

/* Global notifications. */
#define GL_STOP_LISTENING 0x00000002u
#define GL_CACHE_CLEANUP 0x00000004u
#define GL_CACHE_OPERATION 0x00000010u
#define GL_HEALTH_CHECK 0x00000020u
#define GL_CONFIGURATION_CHANGE 0x00000040u
#define GL_FILE_CHANGE 0x00000080u
#define GL_PRE_BEGIN_REQUEST 0x00000100u
#define GL_APPLICATION_START 0x00000200u
#define GL_APPLICATION_RESOLVE_MODULES 0x00000400u
#define GL_APPLICATION_STOP 0x00000800u
#define GL_RSCA_QUERY 0x00001000u
#define GL_TRACE_EVENT 0x00002000u
#define GL_CUSTOM_NOTIFICATION 0x00004000u
#define GL_THREAD_CLEANUP 0x00008000u
#define GL_APPLICATION_PRELOAD 0x00010000u
#define GL_SUSPEND_PROCESS 0x00020000u

/* Where a module stands among the subscribers of one notification. */
#define PRIORITY_ALIAS_FIRST L"FIRST"
#define PRIORITY_ALIAS_HIGH L"HIGH"
#define PRIORITY_ALIAS_MEDIUM L"MEDIUM"
#define PRIORITY_ALIAS_LOW L"LOW"
#define PRIORITY_ALIAS_LAST L"LAST"

/* What a request notification returns. */
typedef enum REQUEST_NOTIFICATION_STATUS {
    RQ_NOTIFICATION_CONTINUE = 0,
    RQ_NOTIFICATION_PENDING = 1,
    RQ_NOTIFICATION_FINISH_REQUEST = 2
} REQUEST_NOTIFICATION_STATUS;

/* What a global notification returns. */
typedef enum GLOBAL_NOTIFICATION_STATUS {
    GL_NOTIFICATION_CONTINUE = 0,
    GL_NOTIFICATION_HANDLED = 1
} GLOBAL_NOTIFICATION_STATUS;

typedef enum CACHE_OPERATION {
    CACHE_OPERATION_RETRIEVE = 0,
    CACHE_OPERATION_ADD = 1,
    CACHE_OPERATION_DELETE = 2,
    CACHE_OPERATION_FLUSH_PREFIX = 3,
    CACHE_OPERATION_ENUM = 4
} CACHE_OPERATION;

typedef enum HTTP_SERVER_INTERFACE_VERSION {
    HTTP_SERVER_INTERFACE_V2 = 0,
    HTTP_SERVER_INTERFACE_V3 = 1
} HTTP_SERVER_INTERFACE_VERSION;

/* No version is defined; the one name is there because C has no empty enumeration. */
typedef enum HTTP_CONTEXT_INTERFACE_VERSION {
    HTTP_CONTEXT_INTERFACE_NONE = 0
} HTTP_CONTEXT_INTERFACE_VERSION;

/* IHttpContext::CloneContext */
#define CLONE_FLAG_BASICS 0x01u
#define CLONE_FLAG_HEADERS 0x02u
#define CLONE_FLAG_ENTITY 0x04u
#define CLONE_FLAG_NO_PRECONDITION 0x08u
#define CLONE_FLAG_NO_DAV 0x10u
#define CLONE_FLAG_USER_CACHE_VARY_BY 0x20u
#define CLONE_FLAG_SERVER_VARIABLE 0x40u

/* IHttpContext::ExecuteRequest */
#define EXECUTE_FLAG_NO_HEADERS 0x01u
#define EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR 0x02u
#define EXECUTE_FLAG_IGNORE_APPPOOL 0x04u
#define EXECUTE_FLAG_DISABLE_CUSTOM_ERROR 0x08u
#define EXECUTE_FLAG_SAME_URL 0x10u
#define EXECUTE_FLAG_BUFFER_RESPONSE 0x20u
#define EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE 0x40u

/* ISendResponseProvider::GetFlags and SetFlags */
#define HTTP_SEND_RESPONSE_FLAG_DISCONNECT 0x00000001u
#define HTTP_SEND_RESPONSE_FLAG_MORE_DATA 0x00000002u
#define HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA 0x00000004u
#define HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING 0x00000008u
#define HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES 0x00000020u
#define HTTP_SEND_RESPONSE_FLAG_OPAQUE 0x00000040u
#define HTTP_SEND_RESPONSE_FLAG_GOAWAY 0x00000100u

/* Flags of the raw structures. */
#define HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS 0x00000001u
#define HTTP_REQUEST_FLAG_IP_ROUTED 0x00000002u
#define HTTP_REQUEST_FLAG_HTTP2 0x00000004u
#define HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE 0x00000001u
#define HTTP_RESPONSE_FLAG_MORE_ENTITY_BODY_EXISTS 0x00000002u
#define HTTP_RESPONSE_INFO_FLAGS_PRESERVE_ORDER 0x00000001u
#define HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER 0x00000001u

/* Known headers. The first twenty are shared; after them requests and responses count on their own. */
typedef enum HTTP_HEADER_ID {
    HttpHeaderCacheControl = 0,
    HttpHeaderConnection = 1,
    HttpHeaderDate = 2,
    HttpHeaderKeepAlive = 3,
    HttpHeaderPragma = 4,
    HttpHeaderTrailer = 5,
    HttpHeaderTransferEncoding = 6,
    HttpHeaderUpgrade = 7,
    HttpHeaderVia = 8,
    HttpHeaderWarning = 9,
    HttpHeaderAllow = 10,
    HttpHeaderContentLength = 11,
    HttpHeaderContentType = 12,
    HttpHeaderContentEncoding = 13,
    HttpHeaderContentLanguage = 14,
    HttpHeaderContentLocation = 15,
    HttpHeaderContentMd5 = 16,
    HttpHeaderContentRange = 17,
    HttpHeaderExpires = 18,
    HttpHeaderLastModified = 19,

    HttpHeaderAccept = 20,
    HttpHeaderAcceptCharset = 21,
    HttpHeaderAcceptEncoding = 22,
    HttpHeaderAcceptLanguage = 23,
    HttpHeaderAuthorization = 24,
    HttpHeaderCookie = 25,
    HttpHeaderExpect = 26,
    HttpHeaderFrom = 27,
    HttpHeaderHost = 28,
    HttpHeaderIfMatch = 29,
    HttpHeaderIfModifiedSince = 30,
    HttpHeaderIfNoneMatch = 31,
    HttpHeaderIfRange = 32,
    HttpHeaderIfUnmodifiedSince = 33,
    HttpHeaderMaxForwards = 34,
    HttpHeaderProxyAuthorization = 35,
    HttpHeaderReferer = 36,
    HttpHeaderRange = 37,
    HttpHeaderTe = 38,
    HttpHeaderTranslate = 39,
    HttpHeaderUserAgent = 40,
    HttpHeaderRequestMaximum = 41,

    HttpHeaderAcceptRanges = 20,
    HttpHeaderAge = 21,
    HttpHeaderEtag = 22,
    HttpHeaderLocation = 23,
    HttpHeaderProxyAuthenticate = 24,
    HttpHeaderRetryAfter = 25,
    HttpHeaderServer = 26,
    HttpHeaderSetCookie = 27,
    HttpHeaderVary = 28,
    HttpHeaderWwwAuthenticate = 29,
    HttpHeaderResponseMaximum = 30,

    HttpHeaderMaximum = 41
} HTTP_HEADER_ID;

typedef enum HTTP_VERB {
    HttpVerbUnparsed = 0,
    HttpVerbUnknown = 1,
    HttpVerbInvalid = 2,
    HttpVerbOPTIONS = 3,
    HttpVerbGET = 4,
    HttpVerbHEAD = 5,
    HttpVerbPOST = 6,
    HttpVerbPUT = 7,
    HttpVerbDELETE = 8,
    HttpVerbTRACE = 9,
    HttpVerbCONNECT = 10,
    HttpVerbTRACK = 11,
    HttpVerbMOVE = 12,
    HttpVerbCOPY = 13,
    HttpVerbPROPFIND = 14,
    HttpVerbPROPPATCH = 15,
    HttpVerbMKCOL = 16,
    HttpVerbLOCK = 17,
    HttpVerbUNLOCK = 18,
    HttpVerbSEARCH = 19,
    HttpVerbMaximum = 20
} HTTP_VERB;

/* The names under which the stock caches are known (IHttpCacheKey::GetCacheName). */
#define URI_CACHE_NAME L"URI"
#define FILE_CACHE_NAME L"FILE"
#define TOKEN_CACHE_NAME L"TOKEN"

#endif /* MODHOST_CONSTANTS_H */
