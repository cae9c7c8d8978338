namespace Simulators.HubSpot.Wire;

/// <summary>The simulated account.</summary>
internal static class Portal
{
    public const int Id = 4242;

    public static string UrlOf(string userId) => $"https://app.hubspot.com/contacts/{Id}/record/0-115/{userId}";
}
