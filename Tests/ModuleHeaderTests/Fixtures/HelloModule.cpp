// A module as it is written for IIS: nothing in it knows of Linux.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <tchar.h>
#include <initguid.h>
#include <httptrace.h>
#include <httpserv.h>
#include <httpcach.h>
#include <string>

DEFINE_GUID(GUID_OF_THIS_MODULE, 0x12345678, 0x1234, 0x5678, 0x9a, 0xbc, 0xde, 0xf0, 0x12, 0x34, 0x56, 0x78);

class HelloModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS
    OnBeginRequest(
        IN IHttpContext * pHttpContext,
        IN IHttpEventProvider * pProvider
    )
    {
        UNREFERENCED_PARAMETER( pProvider );

        IHttpContext3 * pContext3 = NULL;
        HRESULT hr = HttpGetExtendedInterface( g_pServer, pHttpContext, &pContext3 );
        if ( FAILED( hr ) )
        {
            pProvider->SetErrorStatus( hr );
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }

        IHttpResponse * pHttpResponse = pHttpContext->GetResponse();
        pHttpResponse->Clear();
        hr = pHttpResponse->SetHeader( HttpHeaderContentType, "text/plain", (USHORT) strlen( "text/plain" ), TRUE );

        HTTP_DATA_CHUNK dataChunk;
        dataChunk.DataChunkType = HttpDataChunkFromMemory;
        dataChunk.FromMemory.pBuffer = (PVOID) "Hello";
        dataChunk.FromMemory.BufferLength = 5;
        DWORD cbSent;
        hr = pHttpResponse->WriteEntityChunks( &dataChunk, 1, FALSE, TRUE, &cbSent );

        switch ( hr )
        {
        case HRESULT_FROM_WIN32( ERROR_HANDLE_EOF ):
        case E_NOTIMPL:
            return RQ_NOTIFICATION_CONTINUE;
        default:
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
    }

    VOID Describe( IHttpCacheKey * pKey )
    {
        IFileKey * pFileKey = dynamic_cast<IFileKey *>( pKey );
        if ( pFileKey != NULL )
        {
            m_name = pFileKey->GetPath();
        }
        HTTP_LOG_FIELDS_DATA fields = {};
        HTTP_LOG_DATA * pLogData = &fields;
        pLogData->Type = HttpLogDataTypeFields;
    }

    static IHttpServer * g_pServer;

private:
    std::wstring m_name;
    TCHAR m_text[ MAX_PATH ] = _T( "text" );
};

IHttpServer * HelloModule::g_pServer = NULL;

class HelloFactory : public IHttpModuleFactory
{
public:
    virtual HRESULT GetHttpModule( OUT CHttpModule ** ppModule, IN IModuleAllocator * pAllocator )
    {
        UNREFERENCED_PARAMETER( pAllocator );
        *ppModule = new HelloModule;
        return S_OK;
    }

    virtual void Terminate() { delete this; }
};

HRESULT
__stdcall
RegisterModule(
    DWORD dwServerVersion,
    IHttpModuleRegistrationInfo * pModuleInfo,
    IHttpServer * pHttpServer
)
{
    if ( dwServerVersion < (DWORD) MAKELONG( 0, 7 ) )
    {
        return E_FAIL;
    }
    HelloModule::g_pServer = pHttpServer;
    LPCGUID pGuid = &GUID_IIS_ALL_TRACE_PROVIDERS;
    if ( *pGuid == GUID_OF_THIS_MODULE )
    {
        return E_UNEXPECTED;
    }
    return pModuleInfo->SetRequestNotifications( new HelloFactory, RQ_BEGIN_REQUEST | RQ_MAP_PATH, 0 );
}
