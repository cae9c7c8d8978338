using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Configuration;

/// <summary>Checks the settings before anything else happens.</summary>
public static partial class SettingsValidation
{
    /// <summary>Checks all settings, names every fault at once, and warns of settings that no option is made of.</summary>
    /// <param name="host">The host, not yet started.</param>
    /// <returns>The same host.</returns>
    /// <exception cref="InvalidSettingsException">There are faults; the message names them all, and settings that are unknown.</exception>
    public static IHost ValidateSettings(this IHost host)
    {
        var (faults, unknown) = (FaultsOf(host), UnknownOf(host.Services));
        if (faults.Count > 0)
        {
            // What is missing may be there under a misspelt name.
            throw new InvalidSettingsException(faults.Concat(unknown.Select(setting => $"{setting.Path} is unknown and has no effect. {setting.Section} has: {setting.Known}.")));
        }

        // A misspelt setting alone is no fault, since the app runs with the default, but hardly what was meant.
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SettingsValidation).FullName!);
        unknown.ForEach(setting => Log.Unknown(logger, setting.Path, setting.Section, setting.Known));
        return host;
    }

    private static List<string> FaultsOf(IHost host)
    {
        try
        {
            // A service that reads its options while the host starts would hide the faults of all others.
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. Describe(exception, host)];
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. exception.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => Describe(inner, host))];
        }
    }

    private static List<(string Path, string Section, string Known)> UnknownOf(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var unknown = new List<(string Path, string Section, string Known)>();
        foreach (var section in services.GetServices<OptionsSection>().Where(section => !section.IsShared).GroupBy(section => section.Name, StringComparer.Ordinal))
        {
            List<string> known = [.. section.SelectMany(part => part.Type.GetProperties()).Where(property => property.SetMethod is not null).Select(property => property.Name)];
            unknown.AddRange(configuration.GetSection(section.Key).GetChildren()
                .Where(setting => !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => (setting.Path, section.Key, string.Join(", ", known))));
        }

        return unknown;
    }

    /// <summary>The validators speak of properties of classes, an operator of settings.</summary>
    private static IEnumerable<string> Describe(OptionsValidationException exception, IHost host)
    {
        var section = host.Services.GetServices<OptionsSection>().FirstOrDefault(section => section.Type == exception.OptionsType);
        return section is null
            ? exception.Failures
            : exception.Failures.Select(failure => failure.Replace($"{exception.OptionsType.Name}.", $"{section.Name}:", StringComparison.Ordinal));
    }

    private static partial class Log
    {
        [LoggerMessage(430, LogLevel.Warning, "Setting {Setting} is unknown and has no effect. {Section} has: {Known}.")]
        public static partial void Unknown(ILogger logger, string setting, string section, string known);
    }
}

/// <summary>The app cannot start with the settings it has.</summary>
/// <param name="faults">Every fault.</param>
public sealed class InvalidSettingsException(IEnumerable<string> faults)
    : Exception($"The settings are not usable (in the environment write __ for :).{string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"))}");
