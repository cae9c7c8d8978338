using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>How the ledger tells the living from the dead: settings <c>Ledger:*</c>.</summary>
internal sealed record LedgerOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Ledger";

    /// <summary>The share of an intent's life in which its process works on the batch.</summary>
    internal const double WorkingShare = 0.8;

    /// <summary>
    /// How long a batch may be in flight. An older intent belongs to a process that died; a living one gives its batch up in time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IntentLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a message belongs to the invocation it was delivered to, without any renewal: the host's lease
    /// (Azure Functions: Storage queue trigger, 10 minutes).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MessageLease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the inputs of a dead process may take to come back before their outcome is recorded as unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan SweepAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often intents of dead processes are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a batch works before it stops: short enough that its intent is still young when its results are in.</summary>
    public TimeSpan WorkingTime => IntentLifetime * WorkingShare;

    /// <summary>How long an input may have waited and still be certainly its invocation's own.</summary>
    public TimeSpan UncheckedTime => MessageLease * 0.5;

    /// <summary>After so long a process reads again which users were erased.</summary>
    public TimeSpan ErasedAge => IntentLifetime * (1 - WorkingShare);

    /// <summary>How long what a process read of the users that were erased holds while it cannot be read again. After that it is not known who was erased.</summary>
    public TimeSpan ErasedHold => IntentLifetime;

    /// <summary>
    /// After so long no process has an erased user in hand any more: what it read before no longer holds, whatever two clocks differ by; it has
    /// stopped waiting for a batch, and the last batch is over.
    /// </summary>
    public TimeSpan ErasedTime => ErasedHold + ErasedAge + UncheckedTime + IntentLifetime;
}

/// <summary>Checks <see cref="LedgerOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class LedgerOptionsValidator : IValidateOptions<LedgerOptions>;
