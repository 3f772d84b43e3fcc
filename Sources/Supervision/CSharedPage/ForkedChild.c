#define _GNU_SOURCE
#include "ForkedChild.h"
#include "CSharedPage.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static SharedPage *confinedPage;
static atomic_int lowestDescriptor = 0;
static atomic_int highestDescriptor = -1;

static void closeDescriptors(int lowest, int highest) {
    if (lowest > highest || syscall(SYS_close_range, lowest, highest, 0) == 0) return;
    for (int fd = lowest; fd <= highest; fd++)
        close(fd);
}

/* In the child, on its only thread, before fork returns: only what a signal handler may do is allowed here. */
static void confineChild(void) {
    Breadcrumb_SetCurrent(NULL);
    /* The child has not got the page. Nothing else may take its place: the host would write there when it comes back. */
    mmap(confinedPage, SharedPage_Size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    closeDescriptors(atomic_load(&lowestDescriptor), atomic_load(&highestDescriptor));
}

void ForkedChild_Confine(SharedPage *page, int lowest, int highest) {
    int isFirst = confinedPage == NULL;
    confinedPage = page;
    atomic_store(&lowestDescriptor, lowest);
    atomic_store(&highestDescriptor, highest);
    madvise(page, SharedPage_Size(), MADV_DONTFORK);
    if (isFirst) pthread_atfork(NULL, NULL, confineChild);
}

void ForkedChild_ForgetDescriptors(void) {
    atomic_store(&highestDescriptor, -1);
}
