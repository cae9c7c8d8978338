using LocalHost.Configuration;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public static class FunctionsApplication
{
    /// <summary>Makes the builder of a function app.</summary>
    /// <param name="args">The command line; <c>--port</c> sets the HTTP port, 0 means a free one.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, FunctionAppSource.Entry());
}
