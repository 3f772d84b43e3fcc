/*
 * This header is about processes that a module forks from a worker. Such a child has a copy of the worker's memory and
 * its one calling thread. It may do what it likes as long as it stays in the module's code: it does not touch the shared
 * page, does not hold the worker's sockets, neither those that listen nor connections, and its signals are its own. Should it come back into the host, as after
 * daemon(3), it ends at once, since two processes cannot serve one connection.
 */
#ifndef FORKEDCHILD_H
#define FORKEDCHILD_H

#ifdef __cplusplus
extern "C" {
#endif

struct SharedPage;

/**
 * From now on children of this process are kept away from `page`, and from the descriptors `lowest` to `highest`, which
 * are closed in them, as are all connections to the sockets among those. Children of _Fork and clone are kept away from
 * the page only.
 *
 * Called once by a worker, before it loads modules.
 */
void ForkedChild_Confine(struct SharedPage *page, int lowest, int highest);

/** The worker gives its sockets up: numbers beyond `last` may soon be others', and are not closed in children any more. */
void ForkedChild_ForgetBeyond(int last);

#ifdef __cplusplus
}
#endif

#endif
