// A second translation unit of the same module: one note and one GUID must come out of the two.
#include <windows.h>
#include <httpserv.h>
#include <httptrace.h>

LPCGUID AllTraceProviders()
{
    return &GUID_IIS_ALL_TRACE_PROVIDERS;
}
