/* The same after stripping: Swift metadata, and no call that registers it. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

__attribute__((section("swift5_type_metadata"), used)) static const int metadata[4] = {1, 2, 3, 4};

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return metadata[version & 3] == 0;
}
