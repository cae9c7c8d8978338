using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>What the app does with its poison queue besides sending to it: settings <c>Poison:*</c>.</summary>
internal sealed record PoisonOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Poison";

    /// <summary>
    /// How much longer each message makes a slice. Listing it and making it visible again take storage some 10 ms each, and at least eight messages
    /// are worked on at once.
    /// </summary>
    private static readonly TimeSpan TimePerMessage = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest slice: what <c>functionTimeout</c> of host.json leaves when all that was received has to become visible again.</summary>
    internal static readonly TimeSpan LongestSlice = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Whether the app lists, redrives and drops what is in the poison queue when it is asked over HTTP. It then reads that queue, whose
    /// messages have personal data; without it, it only sends there.
    /// </summary>
    public bool IsManaged { get; set; } = true;

    /// <summary>
    /// How long a task works on the poison queue at a time, and 10 ms longer for each message in it, up to 20 minutes: time to come to its end.
    /// What it receives is invisible to everyone else for up to twice as long, which is how long others wait for a process that died.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SliceTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a slice works on a queue of so many messages.</summary>
    internal TimeSpan SliceTimeOf(int messages) => SliceTime + (messages * TimePerMessage) is var time && time < LongestSlice ? time : LongestSlice;

    /// <summary>How long a message is invisible that such a slice has received.</summary>
    internal static TimeSpan HiddenTimeOf(TimeSpan slice) => slice * 2;
}

/// <summary>Checks <see cref="PoisonOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class PoisonOptionsValidator : IValidateOptions<PoisonOptions>;
