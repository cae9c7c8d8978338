namespace HubSpotUsers.HubSpot.Responses;

/// <summary>What became of a batch.</summary>
/// <param name="Inputs">One outcome for each input, in the order of the batch.</param>
/// <param name="CreatedIds">Every id HubSpot says it created, also those that could not be attributed to an input.</param>
/// <param name="Anomalies">What was odd about the response.</param>
internal sealed record BatchOutcome(IReadOnlyList<InputOutcome> Inputs, IReadOnlyList<string> CreatedIds, IReadOnlyList<string> Anomalies)
{
    /// <summary>
    /// Whether HubSpot refused some of the open (<see cref="Outcome.Unknown"/>) inputs without saying which: they are to be sent apart from
    /// each other, not together again.
    /// </summary>
    public bool AreErrorsNameless { get; init; }

    /// <summary>Whether HubSpot created none of the open inputs, so that it need not be asked for them.</summary>
    public bool IsNoneOfTheOpenCreated { get; init; }
}
