namespace Simulators.HubSpot.Faults;

/// <summary>When a fault strikes, and with what details.</summary>
/// <param name="Name">A name of <see cref="FaultCatalogue"/>.</param>
public sealed record FaultRule(string Name)
{
    /// <summary>The calls it may strike.</summary>
    public FaultTarget Target { get; init; }

    /// <summary>How many calls it strikes; without a number one, or any number when <see cref="Probability"/> is set.</summary>
    public int? Times { get; init; }

    /// <summary>The chance, from 0 to 1, that it strikes a call.</summary>
    public double? Probability { get; init; }

    /// <summary>The first call it may strike, counting its target's calls from 1 since the rule was added; without a number the next.</summary>
    public int? FromCall { get; init; }

    /// <summary>The <c>Retry-After</c> header of a 429 (none by default) or 477 (30 s by default).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How late <c>late-apply</c> writes (2 s by default), or the pause between the bytes of <c>drip</c> (1 s by default).</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Whether a 5xx or 52x response is a gateway's HTML page; by default only 500 is JSON.</summary>
    public bool? Html { get; init; }

    /// <summary>The size of <c>huge-body</c>, 32 MiB by default.</summary>
    public int? Bytes { get; init; }
}
