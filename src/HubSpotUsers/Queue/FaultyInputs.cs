using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>
/// Poisons the faulty inputs of a message. A bad message makes one poison message wherever its bytes have room in one: what is said of
/// its inputs is shortened before they are split.
/// </summary>
internal static class FaultyInputs
{
    private const int MaxDetailFaults = 5;

    /// <summary>Poisons inputs.</summary>
    /// <param name="poison">Where they go.</param>
    /// <param name="header">What is said of them together.</param>
    /// <param name="faulty">The inputs.</param>
    /// <param name="whole">The message, when nothing in it is good; otherwise null.</param>
    public static Task SendAsync(PoisonQueue poison, PoisonHeader header, IReadOnlyList<ParsedInput> faulty, BinaryData? whole)
    {
        List<EnvelopeInput> described = [.. faulty.Select(input => new EnvelopeInput(input.Index, Describe(input), input.Original))];
        List<EnvelopeInput> bare = described.ConvertAll(input => input with { Detail = null });
        return whole is null || EnvelopeSender.Fits(PoisonEnvelope.Write(header, bare))
            ? poison.SendAsync(header, EnvelopeSender.Fits(PoisonEnvelope.Write(header, described)) ? described : bare)
            : poison.SendAsync(header, whole);
    }

    private static string Describe(ParsedInput input) => string.Join(' ', input.Faults.Take(MaxDetailFaults).Select(fault => fault.Describe()));
}
