// The smallest module in C++, with an inline function that is to be its own, and an exception specification that the build
// says: some of them only older standards have.
#include <windows.h>
#include <httpserv.h>
int answer() ANSWER_SPECIFICATION;
int answer() ANSWER_SPECIFICATION {
    return 42;
}
inline int &shared() {
    static int one;
    return one;
}
HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *, IHttpServer *) {
    return answer() + shared() == 42 ? E_FAIL : S_OK;
}
