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
