/* XMLFile.h - a file in XML as a row of events, in the words that Configuration needs. */
#ifndef XMLFILE_H
#define XMLFILE_H

#include <stddef.h>

/* One attribute. The value has no zero behind it. */
typedef struct XMLFileAttribute {
    const char *prefix; /* NULL: none */
    const char *name;
    const char *value;
    size_t length;
} XMLFileAttribute;

/* What is called while a file is read, on the thread that reads it; all pointers are valid during the call only. What answers
 * an int goes on with 0, and ends the reading with anything else. */
typedef struct XMLFileEvents {
    /* An element begins. `offset` is the byte behind its last attribute. Of `count` attributes the first 256 are handed over. */
    int (*begin)(
        void *reader, const char *prefix, const char *name, const XMLFileAttribute *attributes, size_t count,
        size_t offset);
    /* There is text within the element that began last, other than white space. It may be called several times. */
    int (*text)(void *reader);
    /* The element that began last ends. */
    int (*end)(void *reader);
    /* There is a DOCTYPE, which ends before `offset`. Nothing of it is read. */
    int (*documentType)(void *reader, size_t offset);
    /* The file is not well-formed; nothing more is told. */
    void (*error)(void *reader, const char *message, int line, int column);
} XMLFileEvents;

/* Reads `count` bytes of UTF-8, whatever encoding they claim to be in. Loads nothing from anywhere. 0 if there was no memory. */
int XMLFile_Read(const char *bytes, size_t count, const XMLFileEvents *events, void *reader);

#endif
