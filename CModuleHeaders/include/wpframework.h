/*
 * wpframework.h - the worker process framework.
 */
#ifndef WPFRAMEWORK_H
#define WPFRAMEWORK_H

#include "modhost/framework.h"

#endif /* WPFRAMEWORK_H */
