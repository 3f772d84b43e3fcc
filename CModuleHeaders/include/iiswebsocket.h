/*
 * iiswebsocket.h - the names of the WebSocket interface. The host hands out none yet.
 */
#ifndef IISWEBSOCKET_H
#define IISWEBSOCKET_H

#include "modhost/forward.h"

/* The key under which a WebSocket stands in IHttpContext3::GetNamedContextContainer. */
#define IIS_WEBSOCKET L"websockets"
/* The server variable that is set while a WebSocket can be opened. */
#define IIS_WEBSOCKET_SERVER_VARIABLE "IIS_WEBSOCK"

typedef void (*PFN_WEBSOCKET_COMPLETION)(
    HRESULT result, void *completionContext, DWORD cb, BOOL isUtf8, BOOL isFinal, BOOL isClose);

#ifdef __cplusplus
class IWebSocketContext;
#else
typedef struct IWebSocketContext IWebSocketContext;
#endif

#endif /* IISWEBSOCKET_H */
