// The entry as a source defines it that never saw our header: under its C++ name.
struct IHttpModuleRegistrationInfo;
struct IHttpServer;

int RegisterModule(unsigned version, IHttpModuleRegistrationInfo *, IHttpServer *) {
    return version == 0;
}
