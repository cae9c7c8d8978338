using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Pausing;

/// <summary>Whether users are sent: settings <c>Processing:*</c>.</summary>
internal sealed record ProcessingOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Processing";

    /// <summary>What the app does, unless the row <c>control</c>, <c>mode</c> of the table <c>HubSpotControl</c> says otherwise. Read live.</summary>
    [EnumDataType(typeof(ProcessingMode))]
    public ProcessingMode Mode { get; set; } = ProcessingMode.Run;

    /// <summary>How often a working process looks whether it still may: how long a change takes to reach all processes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long users are held before they look again by themselves whether they may be sent, while an operator has paused the app. When
    /// the pause ends they are called earlier.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PauseDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the app checks whether an operator's pause is over while it holds users: the longest they wait after it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ResumeInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often one call probes whether HubSpot accepts calls again, after a response that only a person can fix (401, 403, 404).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks <see cref="ProcessingOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class ProcessingOptionsValidator : IValidateOptions<ProcessingOptions>;

/// <summary>What the app does with users.</summary>
public enum ProcessingMode
{
    /// <summary>Sends them.</summary>
    Run,

    /// <summary>Sends nothing: messages wait on the queue, requests are asked to come back.</summary>
    Pause,

    /// <summary>Does everything but the call: users end with the outcome <see cref="Outcome.DryRun"/>.</summary>
    DryRun,
}
