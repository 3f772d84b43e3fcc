/* variable_names.c - reads server variables whose names come from those of header fields. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    static const char *const names[] = {
        "HTTP_X_REMOTE_USER",
        "http_x_remote_user",
        "HEADER_X_REMOTE_USER",
        "HEADER_x_remote_user",
        "HEADER_X-Remote-User",
        "HTTP_CONTENT_TYPE",
        "HEADER_Content-Type",
        "HEADER_Content_Type",
        "HTTP_COOKIE",
        "HTTP_X_ODD_NAME",
        "HEADER_X_Odd-Name",
        "HTTP_",
        "HEADER_",
        "ALL_HTTP",
        "ALL_RAW"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PCSTR value = NULL;
        DWORD length = 0;
        char text[4096] = "(none)";
        if (SUCCEEDED(IHttpContext_GetServerVariableA(context, names[i], &value, &length)))
            snprintf(text, sizeof text, "%s", value);
        for (char *at = text; *at != 0; at++)
            if (*at == '\r' || *at == '\n') *at = *at == '\r' ? '<' : '|';
        say_text(names[i], text);
    }
}
