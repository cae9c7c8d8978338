namespace Simulators.HubSpot.Limits;

/// <summary>The names HubSpot gives its limits.</summary>
internal static class RatePolicy
{
    public const string Rolling = "TEN_SECONDLY_ROLLING";
    public const string Secondly = "SECONDLY";
    public const string Daily = "DAILY";
}
