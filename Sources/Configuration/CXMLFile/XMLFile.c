#include "XMLFile.h"

#include <libxml/parser.h>
#include <string.h>

/* More than any schema has. */
enum {
    MOST_ATTRIBUTES = 256
};

typedef struct Reading {
    const XMLFileEvents *events;
    void *reader;
    xmlParserCtxtPtr parser;
    int isOver;
} Reading;

/* Bytes that the parser has taken. */
static size_t offset_of(const Reading *reading) {
    xmlParserInputPtr input = reading->parser->input;
    return input == NULL ? 0 : (size_t)input->consumed + (size_t)(input->cur - input->base);
}

static void finish_if(Reading *reading, int answer) {
    if (answer == 0) return;
    reading->isOver = 1;
    xmlStopParser(reading->parser);
}

/* The parser goes on with pointers into its input after an error, so it is not stopped here; it ends by itself. */
static void fail(Reading *reading, const char *message, int line, int column) {
    if (reading->isOver) return;
    reading->isOver = 1;
    reading->events->error(reading->reader, message, line, column);
}

static void begin(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **spaces, int count, int defaulted, const xmlChar **words) {
    Reading *reading = context;
    XMLFileAttribute attributes[MOST_ATTRIBUTES];
    size_t known = (size_t)(count < MOST_ATTRIBUTES ? count : MOST_ATTRIBUTES);
    (void)uri, (void)namespaces, (void)spaces, (void)defaulted;
    if (reading->isOver) return;
    for (size_t i = 0; i < known; i++) {
        const xmlChar **word = words + i * 5; /* name, prefix, namespace, begin and end of the value */
        attributes[i].name = (const char *)word[0];
        attributes[i].prefix = (const char *)word[1];
        attributes[i].value = (const char *)word[3];
        attributes[i].length = (size_t)(word[4] - word[3]);
    }
    finish_if(
        reading,
        reading->events->begin(
            reading->reader, (const char *)prefix, (const char *)name, attributes, (size_t)count, offset_of(reading)));
}

static void characters(void *context, const xmlChar *text, int count) {
    Reading *reading = context;
    if (reading->isOver) return;
    for (int i = 0; i < count; i++) {
        if (text[i] > ' ') {
            finish_if(reading, reading->events->text(reading->reader));
            return;
        }
    }
}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    Reading *reading = context;
    (void)name, (void)prefix, (void)uri;
    if (!reading->isOver) finish_if(reading, reading->events->end(reading->reader));
}

static void document_type(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    Reading *reading = context;
    (void)name, (void)external, (void)system;
    if (reading->isOver) return;
    reading->events->documentType(reading->reader, offset_of(reading));
    finish_if(reading, 1);
}

static void error(void *context, xmlErrorPtr error) {
    if (error == NULL || error->level == XML_ERR_WARNING) return;
    fail(context, error->message == NULL ? "it cannot be read" : error->message, error->line, error->int2);
}

int XMLFile_Read(const char *bytes, size_t count, const XMLFileEvents *events, void *reader) {
    Reading reading = {events, reader, xmlNewParserCtxt(), 0};
    if (reading.parser == NULL) return 0;
    xmlSAXHandler *handler = reading.parser->sax;
    memset(handler, 0, sizeof *handler);
    handler->initialized = XML_SAX2_MAGIC;
    handler->startElementNs = begin;
    handler->characters = characters;
    handler->endElementNs = end;
    handler->internalSubset = document_type;
    handler->serror = error;
    reading.parser->userData = &reading;
    /* Entities are replaced, or values would hold them as they were written; there are none but those of XML itself. */
    int options = XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC;
    xmlDocPtr document = xmlCtxtReadMemory(reading.parser, bytes, (int)count, NULL, "UTF-8", options);
    if (document != NULL) xmlFreeDoc(document);
    xmlFreeParserCtxt(reading.parser);
    return 1;
}
