namespace Simulators.Storage;

/// <summary>What goes wrong with a call to storage.</summary>
public sealed record StorageFault
{
    private StorageFault()
    {
    }

    /// <summary>Nothing, but the call waits until it is released; it is not in storage before that.</summary>
    public static StorageFault HeldBefore { get; } = new() { IsHeld = true };

    /// <summary>Nothing, but the response waits until it is released; the call is in storage already.</summary>
    public static StorageFault HeldAfter { get; } = new() { IsHeld = true, IsApplied = true };

    /// <summary>The connection breaks before the call is in storage.</summary>
    public static StorageFault CutBefore { get; } = new() { IsCut = true };

    /// <summary>The connection breaks when the call is in storage, before its response.</summary>
    public static StorageFault CutAfter { get; } = new() { IsCut = true, IsApplied = true };

    /// <summary>The call is in storage, and its response is 500.</summary>
    public static StorageFault ResponseLost { get; } = new() { IsApplied = true, Status = 500, Code = "InternalError" };

    /// <summary>Whether the call reaches storage.</summary>
    internal bool IsApplied { get; private init; }

    /// <summary>Whether it waits to be released.</summary>
    internal bool IsHeld { get; private init; }

    /// <summary>Whether the connection breaks instead of a response.</summary>
    internal bool IsCut { get; private init; }

    /// <summary>How long no response comes.</summary>
    internal TimeSpan Silence { get; private init; }

    /// <summary>The status of the response.</summary>
    internal int Status { get; private init; }

    /// <summary>The error code of the response.</summary>
    internal string Code { get; private init; } = string.Empty;

    /// <summary>The call is refused and does not reach storage.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Storage's error code, such as <c>ServerBusy</c>.</param>
    public static StorageFault Refused(int status, string code) => new() { Status = status, Code = code };

    /// <summary>No response comes for a while, and then the connection breaks; the call does not reach storage.</summary>
    /// <param name="silence">How long.</param>
    public static StorageFault TimedOut(TimeSpan silence) => new() { IsCut = true, Silence = silence };
}
