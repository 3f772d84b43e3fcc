/* libxml2, which pkg-config finds. Only CXMLFile includes it: its headers bring those of ICU, which Foundation has too. */
#include <libxml/parser.h>
