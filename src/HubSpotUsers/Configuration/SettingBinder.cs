using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace HubSpotUsers.Configuration;

/// <summary>Binds one setting at a time, so that an unreadable one does not hide the others.</summary>
internal static class SettingBinder
{
    public static bool TryBind<TOptions>(IConfigurationSection setting, TOptions options)
        where TOptions : class
    {
        var single = new ConfigurationBuilder()
            .AddInMemoryCollection([new KeyValuePair<string, string?>(setting.Key, setting.Value)])
            .Build();
        try
        {
            single.Bind(options);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static string TypeName<TOptions>(IConfigurationSection setting)
    {
        var property = typeof(TOptions).GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        var type = property is null ? typeof(string) : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(TimeSpan) => "time such as 00:00:01.5",
            _ when type == typeof(int) => "whole number",
            _ when type == typeof(Uri) => "web address such as https://example.com/",
            _ => type.Name,
        };
    }
}
