using System.Diagnostics;
using HubSpotUsers.Batching;

namespace HubSpotUsers.Telemetry;

/// <summary>The app's spans.</summary>
public static class Spans
{
    /// <summary>The name of the source of all spans.</summary>
    public const string SourceName = "HubSpotUsers";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of a batch, linked to the trace of every message in it.</summary>
    internal static Activity? StartBatch(Batch batch)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var links = batch.Inputs
            .Select(input => input.Owner.Submission.TraceParent)
            .Distinct(StringComparer.Ordinal)
            .Where(parent => ActivityContext.TryParse(parent, traceState: null, isRemote: true, out _))
            .Select(parent => new ActivityLink(ActivityContext.Parse(parent!, traceState: null)));
        return Source.CreateActivity("batch", ActivityKind.Internal, parentContext: default, tags: [new("hubspot.batch.id", batch.Id), new("hubspot.batch.inputs", batch.Inputs.Count)], links)?.Start();
    }
}
