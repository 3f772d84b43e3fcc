/*
 * http.h - the raw structures of a request and a response.
 */
#ifndef HTTP_H
#define HTTP_H

#include "modhost/raw.h"
#include "modhost/results.h"

#endif /* HTTP_H */
