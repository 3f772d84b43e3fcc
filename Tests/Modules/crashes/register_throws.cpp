// Lets an exception escape while it is loaded.
#define OWN_REGISTER_MODULE
#include "module.hpp"

static void boom() {}

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *, IHttpServer *) {
    throw std::runtime_error("no licence for Tuesdays");
}
