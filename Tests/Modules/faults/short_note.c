/* A note that ends too early. */
__asm__(".pushsection .note.modhost,\"a\",%note\n"
        ".balign 4\n.long 8, 8, 1\n.asciz \"modhost\"\n.long 1, 0\n.popsection\n");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
