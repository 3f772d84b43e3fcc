/* A library for a module's library to need. */
int further_value(void) {
    return 40;
}
