using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry;

/// <summary>Makes the telemetry of a function app tell where it comes from.</summary>
public static class ConfigureFunctionsOpenTelemetry
{
    /// <summary>Names the app as the source of the telemetry.</summary>
    /// <param name="builder">The telemetry's builder.</param>
    /// <returns>The same builder.</returns>
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder) =>
        builder.ConfigureResource(static resource => resource.AddService(Assembly.GetEntryAssembly()!.GetName().Name!, autoGenerateServiceInstanceId: true));
}
