namespace Cli.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Result">ok, warn or fail.</param>
/// <param name="Found">What was found.</param>
/// <param name="NextStep">What to do; null when nothing is to be done.</param>
internal sealed record CheckFinding(string Check, string Result, string Found, string? NextStep = null)
{
    /// <summary>All is well.</summary>
    public const string OkResult = "ok";

    /// <summary>A person should look at it.</summary>
    public const string WarnResult = "warn";

    /// <summary>It does not work.</summary>
    public const string FailResult = "fail";

    /// <summary>All is well.</summary>
    public static CheckFinding Ok(string check, string found) => new(check, OkResult, found);

    /// <summary>A person should look at it.</summary>
    public static CheckFinding Warn(string check, string found, string nextStep) => new(check, WarnResult, found, nextStep);

    /// <summary>It does not work.</summary>
    public static CheckFinding Fail(string check, string found, string nextStep) => new(check, FailResult, found, nextStep);
}

/// <summary>What <c>doctor --json</c> writes.</summary>
/// <param name="App">Where the app is.</param>
/// <param name="Tool">The tool's version.</param>
/// <param name="Findings">What each check found.</param>
internal sealed record Diagnosis(string App, string Tool, IReadOnlyList<CheckFinding> Findings);
