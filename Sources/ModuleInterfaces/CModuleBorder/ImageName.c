#define _GNU_SOURCE
#include "ImageName.h"

#include <dlfcn.h>
#include <link.h>
#include <stddef.h>
#include <string.h>

int ImageName_Set(void *handle, const char *path) {
    struct link_map *map = NULL;
    if (handle == NULL || path == NULL || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map == NULL) return -1;
    /* The loader reads the name and frees it only when it unmaps the image. */
    char *name = strdup(path);
    if (name == NULL) return -1;
    __atomic_store_n(&map->l_name, name, __ATOMIC_RELEASE);
    return 0;
}

struct Receiver {
    void (*receive)(const char *name, void *context);
    void *context;
};

static int hand_on(struct dl_phdr_info *image, size_t size, void *argument) {
    struct Receiver *receiver = argument;
    (void)size;
    receiver->receive(image->dlpi_name != NULL ? image->dlpi_name : "", receiver->context);
    return 0;
}

void ImageName_ForEach(void (*receive)(const char *name, void *context), void *context) {
    struct Receiver receiver = {receive, context};
    dl_iterate_phdr(hand_on, &receiver);
}
