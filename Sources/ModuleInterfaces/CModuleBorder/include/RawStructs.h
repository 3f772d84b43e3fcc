// Reach into the raw structs of the contract where Swift sees C arrays as tuples and C unions as overlays.

#ifndef CMODULEBORDER_RAWSTRUCTS_H
#define CMODULEBORDER_RAWSTRUCTS_H

#ifndef __cplusplus

#include "httpserv.h"

#include <stdint.h>
#include <string.h>

/// The known headers of a request, indexed by HTTP_HEADER_ID below HttpHeaderRequestMaximum.
static inline HTTP_KNOWN_HEADER *RawRequest_KnownHeaders(HTTP_REQUEST *request) {
    return request->Headers.KnownHeaders;
}

/// The known headers of a response, indexed by HTTP_HEADER_ID below HttpHeaderResponseMaximum.
static inline HTTP_KNOWN_HEADER *RawResponse_KnownHeaders(HTTP_RESPONSE *response) {
    return response->Headers.KnownHeaders;
}

/// Which of `count` known headers (64 at most) are set, one bit each.
static inline uint64_t RawHeaders_Set(const HTTP_KNOWN_HEADER *headers, int count) {
    uint64_t set = 0;
    for (int id = 0; id < count; id++)
        set |= (uint64_t)(headers[id].pRawValue != NULL) << id;
    return set;
}

/// The count and the array of the other headers.
static inline USHORT *RawRequest_UnknownCount(HTTP_REQUEST *request) {
    return &request->Headers.UnknownHeaderCount;
}

static inline HTTP_UNKNOWN_HEADER **RawRequest_Unknown(HTTP_REQUEST *request) {
    return &request->Headers.pUnknownHeaders;
}

static inline USHORT *RawResponse_UnknownCount(HTTP_RESPONSE *response) {
    return &response->Headers.UnknownHeaderCount;
}

static inline HTTP_UNKNOWN_HEADER **RawResponse_Unknown(HTTP_RESPONSE *response) {
    return &response->Headers.pUnknownHeaders;
}

/// The count and the array of the trailers.
static inline USHORT *RawRequest_TrailerCount(HTTP_REQUEST *request) {
    return &request->Headers.TrailerCount;
}

static inline HTTP_UNKNOWN_HEADER **RawRequest_Trailers(HTTP_REQUEST *request) {
    return &request->Headers.pTrailers;
}

static inline USHORT *RawResponse_TrailerCount(HTTP_RESPONSE *response) {
    return &response->Headers.TrailerCount;
}

static inline HTTP_UNKNOWN_HEADER **RawResponse_Trailers(HTTP_RESPONSE *response) {
    return &response->Headers.pTrailers;
}

/// The live HTTP_REQUEST and HTTP_RESPONSE of an exchange, side by side at the start of its arena.
typedef struct ExchangeFrame {
    HTTP_REQUEST request;
    HTTP_RESPONSE response;
    HTTP_CACHE_POLICY kernelPolicy;
    HTTP_CACHE_POLICY userPolicy;
} ExchangeFrame;

static inline HTTP_REQUEST *ExchangeFrame_Request(ExchangeFrame *frame) {
    return &frame->request;
}

static inline HTTP_RESPONSE *ExchangeFrame_Response(ExchangeFrame *frame) {
    return &frame->response;
}

static inline HTTP_CACHE_POLICY *ExchangeFrame_KernelPolicy(ExchangeFrame *frame) {
    return &frame->kernelPolicy;
}

static inline HTTP_CACHE_POLICY *ExchangeFrame_UserPolicy(ExchangeFrame *frame) {
    return &frame->userPolicy;
}

#endif

#endif
