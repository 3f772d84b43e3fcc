/* A library for a module to need. It can need another one, or a function that nothing defines. */
#if defined(NEEDS_FURTHER)
extern int further_value(void);
int neighbour_value(void) {
    return further_value() + 1;
}
#elif defined(NEEDS_UNDEFINED)
extern int nobody_defines_this_either(void);
int neighbour_value(void) {
    return nobody_defines_this_either();
}
#elif defined(VALUE)
int neighbour_value(void) {
    return VALUE;
}
#else
int neighbour_value(void) {
    return 41;
}
#endif
