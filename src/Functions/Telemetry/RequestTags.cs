using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Functions.Telemetry;

/// <summary>
/// Says of each measured request which process measured it. The Functions host measures the same requests under the same name
/// (<c>http.server.request.duration</c>) and reports the same role, so that without it each would count twice.
/// </summary>
internal sealed class RequestTags : IStartupFilter
{
    /// <summary>The tag.</summary>
    public const string Process = "process";

    /// <summary>Its value for requests that this process measured.</summary>
    public const string Worker = "worker";

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, rest) =>
        {
            context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new(Process, Worker));
            return rest(context);
        });
        next(app);
    };
}
