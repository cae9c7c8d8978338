using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Configuration;

/// <summary>Checks the settings before anything else happens.</summary>
public static class SettingsValidation
{
    /// <summary>Checks all settings, and names every fault at once.</summary>
    /// <param name="host">The host, not yet started.</param>
    /// <returns>The same host.</returns>
    /// <exception cref="InvalidSettingsException">There are faults; the message names them all.</exception>
    public static IHost ValidateSettings(this IHost host)
    {
        try
        {
            // A service that reads its options while the host starts would hide the faults of all others.
            host.Services.GetRequiredService<IStartupValidator>().Validate();
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

    /// <summary>The validators speak of properties of classes, an operator of settings.</summary>
    private static IEnumerable<string> Describe(OptionsValidationException exception, IHost host)
    {
        var section = host.Services.GetServices<OptionsSection>().FirstOrDefault(section => section.Type == exception.OptionsType);
        return section is null
            ? exception.Failures
            : exception.Failures.Select(failure => failure.Replace($"{exception.OptionsType.Name}.", $"{section.Name}:", StringComparison.Ordinal));
    }
}
