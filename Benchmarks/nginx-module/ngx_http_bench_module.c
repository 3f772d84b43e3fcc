/*
 * ngx_http_bench_module.c - the nginx half of the comparison.
 *
 * `bench;` in a location makes this module answer every request there with the same 13 bytes that
 * ../modhost-module/bench.c answers with. It does what nginx's own content handlers do, and nothing that they do not:
 * the text is a static buffer, as in ngx_http_empty_gif_module, so neither server copies it more than it must.
 */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

static char *ngx_http_bench(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

static ngx_command_t ngx_http_bench_commands[] = {
    {ngx_string("bench"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, ngx_http_bench, 0, 0, NULL},
    ngx_null_command,
};

static ngx_http_module_t ngx_http_bench_module_ctx = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

ngx_module_t ngx_http_bench_module = {
    NGX_MODULE_V1,
    &ngx_http_bench_module_ctx,
    ngx_http_bench_commands,
    NGX_HTTP_MODULE,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NGX_MODULE_V1_PADDING,
};

static ngx_int_t ngx_http_bench_handler(ngx_http_request_t *r) {
    static u_char text[] = "Hello, World\n";
    ngx_int_t result = ngx_http_discard_request_body(r);
    if (result != NGX_OK) {
        return result;
    }
    ngx_buf_t *buffer = ngx_calloc_buf(r->pool);
    if (buffer == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    buffer->pos = text;
    buffer->last = text + sizeof text - 1;
    buffer->memory = 1;
    buffer->last_buf = (r == r->main);
    buffer->last_in_chain = 1;

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = sizeof text - 1;
    ngx_str_set(&r->headers_out.content_type, "text/plain");
    r->headers_out.content_type_len = r->headers_out.content_type.len;

    result = ngx_http_send_header(r);
    if (result == NGX_ERROR || result > NGX_OK || r->header_only) {
        return result;
    }
    ngx_chain_t out = {.buf = buffer, .next = NULL};
    return ngx_http_output_filter(r, &out);
}

static char *ngx_http_bench(ngx_conf_t *cf, ngx_command_t *cmd, void *conf) {
    ngx_http_core_loc_conf_t *location = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    location->handler = ngx_http_bench_handler;
    return NGX_CONF_OK;
}
