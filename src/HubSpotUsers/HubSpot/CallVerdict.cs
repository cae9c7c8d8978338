namespace HubSpotUsers.HubSpot;

/// <summary>What a call to HubSpot came to, as far as the inputs are concerned.</summary>
public enum CallVerdict
{
    /// <summary>A 2xx answer that can be read: its body says what became of each input.</summary>
    Answered,

    /// <summary>HubSpot refused the call because of its inputs (400, 409, 413, 422); nothing was created.</summary>
    InputsRefused,

    /// <summary>
    /// HubSpot refused the call (403, 404, 405, 415) for the app's rights or settings, or for what is in one of its inputs; nothing was created.
    /// </summary>
    CallRefused,

    /// <summary>The call was surely not applied, for a reason that has nothing to do with its inputs; it may be sent again.</summary>
    NotApplied,

    /// <summary>Nobody knows whether the call was applied: it must never be sent again blindly.</summary>
    Ambiguous,
}
