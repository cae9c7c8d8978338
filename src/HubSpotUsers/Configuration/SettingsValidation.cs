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
    /// <exception cref="InvalidSettingsException">There are faults; the message names them all.</exception>
    public static IHost ValidateSettings(this IHost host)
    {
        try
        {
            // A service that reads its options while the host starts would hide the faults of all others.
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            WarnOfUnknown(host.Services);
            return host;
        }
        catch (OptionsValidationException exception)
        {
            throw new InvalidSettingsException(Describe(exception, host));
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw new InvalidSettingsException(exception.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => Describe(inner, host)));
        }
    }

    /// <summary>A misspelt setting is no fault, since the app runs with the default, but hardly what was meant.</summary>
    private static void WarnOfUnknown(IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SettingsValidation).FullName!);
        var configuration = services.GetRequiredService<IConfiguration>();
        foreach (var section in services.GetServices<OptionsSection>().Where(section => !section.IsShared).GroupBy(section => section.Name, StringComparer.Ordinal))
        {
            List<string> known = [.. section.SelectMany(part => part.Type.GetProperties()).Where(property => property.SetMethod is not null).Select(property => property.Name)];
            foreach (var setting in configuration.GetSection(section.Key).GetChildren().Where(setting => !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            {
                Log.Unknown(logger, setting.Path, section.Key, string.Join(", ", known));
            }
        }
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
