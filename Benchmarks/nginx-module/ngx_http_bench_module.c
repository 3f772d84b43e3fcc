/*
 * ngx_http_bench_module.c - the nginx half of the comparison.
 *
 * `bench;` in a location makes this module answer every request there with the same 13 bytes that
 * ../modhost-module/bench.c answers with. It does what nginx's own content handlers do, and nothing that they do not:
 * the text is a static buffer, as in ngx_http_empty_gif_module, so neither server copies it more than it must.
 *
 * `bench_headers;` answers with five header fields more, as five_headers.c does, and `bench_echo;` with the body of the
 * request, as echo.c does. `bench_readers N;` in the http block adds N handlers that each read a field of the request,
 * as ten of reader.c do, and `bench_phases;` one that does nothing to each phase that takes any, as stages.c.
 */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

typedef struct {
    ngx_int_t readers;
    ngx_flag_t phases;
} ngx_http_bench_main_conf_t;

static char *ngx_http_bench(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *ngx_http_bench_headers(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *ngx_http_bench_echo(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *ngx_http_bench_phases(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static void *ngx_http_bench_create_main_conf(ngx_conf_t *cf);
static ngx_int_t ngx_http_bench_init(ngx_conf_t *cf);

static ngx_command_t ngx_http_bench_commands[] = {
    {ngx_string("bench"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, ngx_http_bench, 0, 0, NULL},
    {ngx_string("bench_headers"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, ngx_http_bench_headers, 0, 0, NULL},
    {ngx_string("bench_echo"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, ngx_http_bench_echo, 0, 0, NULL},
    {ngx_string("bench_readers"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, ngx_conf_set_num_slot, NGX_HTTP_MAIN_CONF_OFFSET,
     offsetof(ngx_http_bench_main_conf_t, readers), NULL},
    {ngx_string("bench_phases"), NGX_HTTP_MAIN_CONF | NGX_CONF_NOARGS, ngx_http_bench_phases, NGX_HTTP_MAIN_CONF_OFFSET,
     0, NULL},
    ngx_null_command,
};

static ngx_http_module_t ngx_http_bench_module_ctx = {
    NULL, ngx_http_bench_init, ngx_http_bench_create_main_conf, NULL, NULL, NULL, NULL, NULL};

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

static ngx_int_t ngx_http_bench_headers_handler(ngx_http_request_t *r) {
    static const struct {
        ngx_str_t name, value;
    } fields[] = {
        {ngx_string("Cache-Control"), ngx_string("max-age=3600")},
        {ngx_string("Vary"), ngx_string("Accept-Encoding")},
        {ngx_string("X-Content-Type-Options"), ngx_string("nosniff")},
        {ngx_string("X-Frame-Options"), ngx_string("DENY")},
        {ngx_string("X-Request-Id"), ngx_string("0123456789abcdef")},
    };
    for (ngx_uint_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        ngx_table_elt_t *field = ngx_list_push(&r->headers_out.headers);
        if (field == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
        ngx_memzero(field, sizeof *field);
        field->hash = 1;
        field->key = fields[i].name;
        field->value = fields[i].value;
    }
    return ngx_http_bench_handler(r);
}

static char *ngx_http_bench_headers(ngx_conf_t *cf, ngx_command_t *cmd, void *conf) {
    ngx_http_core_loc_conf_t *location = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    location->handler = ngx_http_bench_headers_handler;
    return NGX_CONF_OK;
}

/* Called when the body is in memory, which client_body_buffer_size must allow. */
static void ngx_http_bench_echo_body(ngx_http_request_t *r) {
    if (r->request_body == NULL || r->request_body->bufs == NULL || r->request_body->temp_file != NULL) {
        ngx_http_finalize_request(r, NGX_HTTP_INTERNAL_SERVER_ERROR);
        return;
    }
    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = r->headers_in.content_length_n;
    ngx_str_set(&r->headers_out.content_type, "text/plain");
    r->headers_out.content_type_len = r->headers_out.content_type.len;
    ngx_int_t result = ngx_http_send_header(r);
    if (result == NGX_ERROR || result > NGX_OK || r->header_only) {
        ngx_http_finalize_request(r, result);
        return;
    }
    ngx_chain_t *last = r->request_body->bufs;
    while (last->next != NULL) {
        last = last->next;
    }
    last->buf->last_buf = (r == r->main);
    last->buf->last_in_chain = 1;
    ngx_http_finalize_request(r, ngx_http_output_filter(r, r->request_body->bufs));
}

static ngx_int_t ngx_http_bench_echo_handler(ngx_http_request_t *r) {
    ngx_int_t result = ngx_http_read_client_request_body(r, ngx_http_bench_echo_body);
    return result >= NGX_HTTP_SPECIAL_RESPONSE ? result : NGX_DONE;
}

static char *ngx_http_bench_echo(ngx_conf_t *cf, ngx_command_t *cmd, void *conf) {
    ngx_http_core_loc_conf_t *location = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    location->handler = ngx_http_bench_echo_handler;
    return NGX_CONF_OK;
}

static char *ngx_http_bench_phases(ngx_conf_t *cf, ngx_command_t *cmd, void *conf) {
    ngx_http_bench_main_conf_t *settings = conf;
    settings->phases = 1;
    return NGX_CONF_OK;
}

/* Looks for a field as nginx's own modules do for one that it does not know by number. */
static ngx_int_t ngx_http_bench_read_field(ngx_http_request_t *r) {
    static u_char name[] = "x-bench";
    for (ngx_list_part_t *part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        ngx_table_elt_t *fields = part->elts;
        for (ngx_uint_t i = 0; i < part->nelts; i++) {
            if (fields[i].key.len == sizeof name - 1 && ngx_memcmp(fields[i].lowcase_key, name, sizeof name - 1) == 0) {
                return fields[i].value.len > 0 ? NGX_DECLINED : NGX_HTTP_BAD_REQUEST;
            }
        }
    }
    return NGX_HTTP_BAD_REQUEST;
}

static ngx_int_t ngx_http_bench_pass(ngx_http_request_t *r) {
    return NGX_DECLINED;
}

static ngx_int_t ngx_http_bench_add(ngx_conf_t *cf, ngx_uint_t phase, ngx_http_handler_pt handler) {
    ngx_http_core_main_conf_t *core = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);
    ngx_http_handler_pt *place = ngx_array_push(&core->phases[phase].handlers);
    if (place == NULL) {
        return NGX_ERROR;
    }
    *place = handler;
    return NGX_OK;
}

static void *ngx_http_bench_create_main_conf(ngx_conf_t *cf) {
    ngx_http_bench_main_conf_t *settings = ngx_pcalloc(cf->pool, sizeof *settings);
    if (settings != NULL) {
        settings->readers = NGX_CONF_UNSET;
    }
    return settings;
}

static ngx_int_t ngx_http_bench_init(ngx_conf_t *cf) {
    static const ngx_uint_t phases[] = {
        NGX_HTTP_POST_READ_PHASE, NGX_HTTP_SERVER_REWRITE_PHASE, NGX_HTTP_REWRITE_PHASE, NGX_HTTP_PREACCESS_PHASE,
        NGX_HTTP_ACCESS_PHASE,    NGX_HTTP_PRECONTENT_PHASE,     NGX_HTTP_LOG_PHASE,
    };
    ngx_http_bench_main_conf_t *settings = ngx_http_conf_get_module_main_conf(cf, ngx_http_bench_module);
    for (ngx_int_t i = 0; i < settings->readers; i++) {
        if (ngx_http_bench_add(cf, NGX_HTTP_PREACCESS_PHASE, ngx_http_bench_read_field) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    for (ngx_uint_t i = 0; settings->phases && i < sizeof phases / sizeof *phases; i++) {
        if (ngx_http_bench_add(cf, phases[i], ngx_http_bench_pass) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    return NGX_OK;
}
