using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Configuration;

/// <summary>Options that are bound once and checked at start, naming every fault.</summary>
internal static class ValidatedOptionsExtensions
{
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions, TValidator>(
        this IServiceCollection services,
        IConfiguration configuration,
        string sectionName,
        bool isShared = false)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        var section = configuration.GetSection(sectionName);
        services.AddSingleton(new OptionsSection(typeof(TOptions), sectionName, isShared));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new UnreadableSettings<TOptions>(section)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddOptions<TOptions>()
            .Configure(options =>
            {
                foreach (var setting in section.GetChildren())
                {
                    _ = SettingBinder.TryBind(setting, options);
                }
            })
            .ValidateOnStart();
    }

    /// <summary>Names the settings whose text is not of their type, beside whatever else is wrong.</summary>
    private sealed class UnreadableSettings<TOptions>(IConfigurationSection section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var faults = section.GetChildren()
                .Where(setting => !SettingBinder.TryBind(setting, options))
                .Select(setting => $"{setting.Path} cannot be read: it must be a {SettingBinder.TypeName<TOptions>(setting)}.")
                .ToList();
            return faults.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}

/// <summary>Where options are read from.</summary>
/// <param name="Type">The options.</param>
/// <param name="Name">Their configuration section.</param>
/// <param name="IsShared">Whether others, such as the queue trigger, read settings of their own from that section.</param>
internal sealed record OptionsSection(Type Type, string Name, bool IsShared);
