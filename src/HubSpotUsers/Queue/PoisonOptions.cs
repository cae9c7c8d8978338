using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>What the app does with its poison queue besides sending to it: settings <c>Poison:*</c>.</summary>
internal sealed record PoisonOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Poison";

    /// <summary>
    /// Whether the app lists, redrives and drops what is in the poison queue when it is asked over HTTP. It then reads that queue, whose
    /// messages have personal data; without it, it only sends there.
    /// </summary>
    public bool IsManaged { get; set; } = true;

    /// <summary>
    /// How long a task works on the poison queue at a time. What it receives is invisible to everyone else for up to twice as long, which is
    /// how long others wait for a process that died.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SliceTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message is invisible that a task has received.</summary>
    internal TimeSpan HiddenTime => SliceTime * 2;
}

/// <summary>Checks <see cref="PoisonOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class PoisonOptionsValidator : IValidateOptions<PoisonOptions>;
