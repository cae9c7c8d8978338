using HubSpotUsers;

namespace Testing.Builders;

/// <summary>Builds users.</summary>
internal static class Users
{
    public static UserInput With(params ReadOnlySpan<(string Name, string Value)> properties)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in properties)
        {
            values[name] = value;
        }

        return new UserInput { Associations = [], Properties = values };
    }

    public static UserInput Named(string name) => With(("hs_email", $"{name}@example.com"), ("hs_job_title", "Engineer"));
}
