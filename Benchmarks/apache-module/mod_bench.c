/*
 * mod_bench.c - Apache's part of the table.
 *
 * The handlers bench-hello, bench-headers and bench-echo answer as the modules of ../modhost-module with these names
 * do, and bench-slow after 20 ms. Started with -D READERS, ten hooks each read a field of the request; with -D HOOKS,
 * one that does nothing hangs on each hook that a request passes.
 */
#include <httpd.h>
#include <http_config.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <apr_strings.h>
#include <string.h>

static const char text[] = "Hello, World\n";

static int say_hello(request_rec *r) {
    ap_set_content_type(r, "text/plain");
    ap_set_content_length(r, sizeof text - 1);
    ap_rwrite(text, sizeof text - 1, r);
    return OK;
}

static int add_headers(request_rec *r) {
    apr_table_setn(r->headers_out, "Cache-Control", "max-age=3600");
    apr_table_setn(r->headers_out, "Vary", "Accept-Encoding");
    apr_table_setn(r->headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->headers_out, "X-Frame-Options", "DENY");
    apr_table_setn(r->headers_out, "X-Request-Id", "0123456789abcdef");
    return say_hello(r);
}

static int echo(request_rec *r) {
    int result = ap_setup_client_block(r, REQUEST_CHUNKED_ERROR);
    if (result != OK) {
        return result;
    }
    apr_off_t length = ap_should_client_block(r) ? r->remaining : 0;
    apr_off_t filled = 0;
    char *body = length > 0 ? apr_palloc(r->pool, (apr_size_t)length) : NULL;
    if (body == NULL) {
        return HTTP_BAD_REQUEST;
    }
    while (filled < length) {
        long count = ap_get_client_block(r, body + filled, (apr_size_t)(length - filled));
        if (count <= 0) {
            return HTTP_BAD_REQUEST;
        }
        filled += count;
    }
    ap_set_content_type(r, "text/plain");
    ap_set_content_length(r, length);
    ap_rwrite(body, (int)length, r);
    return OK;
}

static int handle(request_rec *r) {
    if (r->handler == NULL || strncmp(r->handler, "bench-", 6) != 0) {
        return DECLINED;
    }
    const char *name = r->handler + 6;
    if (strcmp(name, "hello") == 0) {
        return say_hello(r);
    }
    if (strcmp(name, "headers") == 0) {
        return add_headers(r);
    }
    if (strcmp(name, "echo") == 0) {
        return echo(r);
    }
    if (strcmp(name, "slow") == 0) {
        apr_sleep(20 * 1000);
        return say_hello(r);
    }
    return DECLINED;
}

static int read_field(request_rec *r) {
    const char *value = apr_table_get(r->headers_in, "X-Bench");
    return value == NULL || *value == 0 ? HTTP_BAD_REQUEST : DECLINED;
}

static int pass(request_rec *r) {
    (void)r;
    return DECLINED;
}

static int pass_quickly(request_rec *r, int lookup) {
    (void)r, (void)lookup;
    return DECLINED;
}

static void add_pass_to_all_hooks(void) {
    ap_hook_post_read_request(pass, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_quick_handler(pass_quickly, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_translate_name(pass, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_map_to_storage(pass, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_header_parser(pass, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_access_checker(pass, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_type_checker(pass, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_fixups(pass, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_log_transaction(pass, NULL, NULL, APR_HOOK_MIDDLE);
}

static void register_hooks(apr_pool_t *pool) {
    (void)pool;
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_MIDDLE);
    for (int i = 0; ap_exists_config_define("READERS") && i < 10; i++) {
        ap_hook_fixups(read_field, NULL, NULL, APR_HOOK_MIDDLE);
    }
    if (ap_exists_config_define("HOOKS")) {
        add_pass_to_all_hooks();
    }
}

AP_DECLARE_MODULE(bench) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
