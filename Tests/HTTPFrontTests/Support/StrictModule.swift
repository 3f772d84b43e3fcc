import BehaviourModules
import ModuleHost

/// The module behind the front in these tests: what it does stands in the path of the request.
enum StrictModule {
    /// Puts the module into a folder of its own.
    static func add(to folder: ModuleFolder, execution: ExecutionMode) throws -> HostConfiguration.Module {
        var module = try folder.add(text: source, named: "strict.c", as: "strict")
        module.execution = execution
        return module
    }

    private static let source = #"""
        #include "probe.h"

        static void set_length(IHttpResponse *response, const char *length) {
            IHttpResponse_SetHeaderByName(response, "Content-Length", length, (USHORT)strlen(length), TRUE);
        }

        static void flush(IHttpResponse *response) {
            DWORD sent = 0;
            IHttpResponse_Flush(response, FALSE, TRUE, &sent, NULL);
        }

        static void set_status(IHttpResponse *response, USHORT status) {
            IHttpResponse_SetStatus(response, status, "Reason", 0, S_OK, NULL, FALSE);
        }

        /* Answers with the body of the request, or with what became of it. */
        static void echo(IHttpContext *context) {
            static const char broken[] = "the body broke off";
            IHttpRequest *request = IHttpContext_GetRequest(context);
            char piece[1000];
            HTTP_DATA_CHUNK chunk = memory_chunk(piece, 0);
            HRESULT hr;
            DWORD got;
            DWORD sent;
            while ((hr = IHttpRequest_ReadEntityBody(request, piece, sizeof piece, FALSE, &got, NULL)) == S_OK) {
                chunk.FromMemory.BufferLength = got;
                IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
            }
            if (hr != (HRESULT)0x80070026) {
                record("broken");
                write_text(context, broken);
            }
        }

        static void write_much(IHttpContext *context) {
            static char block[1 << 16];
            memset(block, 'x', sizeof block);
            HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
            DWORD sent = 0;
            for (int i = 0; i < 64; i++)
                IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
        }

        static void probe(IHttpContext *context, IHttpEventProvider *provider) {
            (void)provider;
            IHttpRequest *request = IHttpContext_GetRequest(context);
            IHttpResponse *response = IHttpContext_GetResponse(context);
            const HTTP_REQUEST *raw = IHttpRequest_GetRawHttpRequest(request);
            report_is_answer = FALSE;
            record("%.*s", (int)raw->RawUrlLength, raw->pRawUrl);
            if (path_is(context, L"/echo")) echo(context);
            if (path_is(context, L"/say")) {
                char text[256];
                snprintf(text, sizeof text, "%.*s", (int)raw->RawUrlLength, raw->pRawUrl);
                write_text(context, strchr(text, '?') != NULL ? strchr(text, '?') + 1 : "");
            }
            if (path_is(context, L"/204") || path_is(context, L"/304") || path_is(context, L"/205")) {
                set_status(response, path_is(context, L"/204") ? 204 : path_is(context, L"/205") ? 205 : 304);
                write_text(context, "a body that must not go out");
            }
            if (path_is(context, L"/stream") || path_is(context, L"/stream-204")) {
                if (path_is(context, L"/stream-204")) set_status(response, 204);
                for (int i = 0; i < 3; i++) {
                    write_text(context, "piece ");
                    flush(response);
                }
            }
            if (path_is(context, L"/short")) {
                set_length(response, "10");
                write_text(context, "short");
                flush(response);
            }
            if (path_is(context, L"/long") || path_is(context, L"/exact")) {
                set_length(response, path_is(context, L"/long") ? "10" : "21");
                write_text(context, "more than ");
                flush(response);
                write_text(context, "was saidGET");
            }
            if (path_is(context, L"/untrue")) {
                set_length(response, "3");
                write_text(context, "longer than 3");
            }
            if (path_is(context, L"/framing")) {
                IHttpResponse_SetHeaderByName(response, "Transfer-Encoding", "chunked", 7, TRUE);
                set_length(response, "1");
                write_text(context, "framed by the host");
            }
            if (path_is(context, L"/much")) write_much(context);
            if (path_is(context, L"/close")) {
                IHttpResponse_SetHeaderByName(response, "Connection", "close", 5, TRUE);
                write_text(context, "bye");
            }
        }
        """#
}
