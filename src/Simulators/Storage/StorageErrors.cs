using System.Text;
using Microsoft.AspNetCore.Http;

namespace Simulators.Storage;

/// <summary>Responds with errors as storage words them (Azure: Status and error codes).</summary>
internal static class StorageErrors
{
    public static async Task WriteAsync(HttpContext http, StorageFault fault, bool isTable, CancellationToken cancellationToken)
    {
        var body = isTable
            ? $$"""{"odata.error": {"code": "{{fault.Code}}", "message": {"lang": "en-US", "value": "A fault of the test."} } }"""
            : $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{fault.Code}</Code><Message>A fault of the test.</Message></Error>";
        http.Response.StatusCode = fault.Status;
        http.Response.ContentType = isTable ? "application/json" : "application/xml";
        http.Response.Headers["x-ms-error-code"] = fault.Code;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), cancellationToken);
    }
}
