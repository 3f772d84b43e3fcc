/* traces.c - raises events with every level that QuickTrace has, and with some that it has not. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpTraceContext *trace = IHttpContext_GetTraceContext(context);
    static const UCHAR levels[] = {
        0,
        HTTP_TRACE_LEVEL_CRITICAL,
        HTTP_TRACE_LEVEL_ERROR,
        HTTP_TRACE_LEVEL_WARNING,
        HTTP_TRACE_LEVEL_INFORMATION,
        HTTP_TRACE_LEVEL_VERBOSE,
        HTTP_TRACE_LEVEL_START,
        HTTP_TRACE_LEVEL_END,
        HTTP_TRACE_LEVEL_END + 1,
        255};
    for (size_t i = 0; i < sizeof levels; i++) {
        char name[16];
        WCHAR text[16];
        snprintf(name, sizeof name, "level %d", levels[i]);
        swprintf(text, sizeof text / sizeof *text, L"at %d", levels[i]);
        say_result(name, IHttpTraceContext_QuickTrace(trace, text, NULL, S_OK, levels[i]));
    }
    say_result("no text", IHttpTraceContext_QuickTrace(trace, NULL, L"more", S_OK, HTTP_TRACE_LEVEL_VERBOSE));
}
