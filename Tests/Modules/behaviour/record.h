/*
 * record.h - what a module did, in lines that a test reads back.
 *
 * Every module of one folder appends to the file `record` beside it, one write per line, so the order of the lines is
 * the order of the calls over all modules. What a test wants of one module stands in `<module>.txt` beside its image.
 */
#ifndef RECORD_H
#define RECORD_H

#include <httpserv.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The twelve stages. */
#define ALL_STAGES (RQ_END_REQUEST * 2 - 1)

static char record_module[64];
static char record_image[512];
static int record_file = -1;

/* Finds the folder of the image. Called first, in RegisterModule. */
static void record_open(void) {
    Dl_info info;
    char path[600];
    if (dladdr(&record_file, &info) == 0) return;
    snprintf(record_image, sizeof record_image, "%s", info.dli_fname);
    char *dot = strrchr(record_image, '.');
    if (dot != NULL) *dot = 0;
    char *slash = strrchr(record_image, '/');
    if (slash == NULL) return;
    snprintf(record_module, sizeof record_module, "%.60s", slash + 1);
    snprintf(path, sizeof path, "%.*s/record", (int)(slash - record_image), record_image);
    record_file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Appends one line: the name of the module and the text. Any thread. */
__attribute__((format(printf, 1, 2), unused)) static void record(const char *format, ...) {
    char line[512];
    int start = snprintf(line, sizeof line, "%s ", record_module);
    va_list arguments;
    va_start(arguments, format);
    int length = start + vsnprintf(line + start, sizeof line - (size_t)start - 1, format, arguments);
    va_end(arguments);
    if (length > (int)sizeof line - 2) length = (int)sizeof line - 2;
    line[length] = '\n';
    if (write(record_file, line, (size_t)length + 1) < 0) abort();
}

/* Calls `each` for every line of the settings: its first word and the rest. */
__attribute__((unused)) static void settings_read(void (*each)(void *, const char *, char *), void *context) {
    char path[600];
    char line[256];
    snprintf(path, sizeof path, "%s.txt", record_image);
    FILE *file = fopen(path, "re");
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        char *rest = strchr(line, ' ');
        if (rest != NULL) *rest++ = 0;
        each(context, line, rest != NULL ? rest : line + strlen(line));
    }
    fclose(file);
}

#endif
