using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Functions.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Infra.Tests.Code;

/// <summary>What the worker's ASP.NET Core measures of a request, on the meter the app exports.</summary>
internal static class HttpMeasurements
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, IReadOnlyList<string>>>> Taken = new(ServeOneAsync);

    /// <summary>The names of the tags, by instrument.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> TakeAsync() => Taken.Value;

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ServeOneAsync()
    {
        ConcurrentDictionary<string, IReadOnlyList<string>> measured = new(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == CodeNames.HttpMeter)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured[instrument.Name] = [.. tags.ToArray().Select(tag => tag.Key)]);
        listener.Start();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddTransient<IStartupFilter, RequestTags>();
        await using var app = builder.Build();
        app.Run(_ => Task.CompletedTask);
        await app.StartAsync();
        using (var client = new HttpClient())
        {
            using var response = await client.GetAsync(new Uri(app.Urls.Single()));
        }

        // A request is measured after its response; stopping waits for that.
        await app.StopAsync();
        return measured;
    }
}
