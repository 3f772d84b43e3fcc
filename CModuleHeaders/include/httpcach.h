/*
 * httpcach.h - the keys and records of the caches.
 */
#ifndef HTTPCACH_H
#define HTTPCACH_H

#include "modhost/cache.h"

#endif /* HTTPCACH_H */
