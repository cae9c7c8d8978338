using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Pausing;

/// <summary>The mode that applies: an operator's word in the control table, otherwise the setting. Whoever uses it has a lock of its own around it.</summary>
/// <param name="configuration">The settings, read live.</param>
/// <param name="options">The setting as it was when the app started.</param>
internal sealed class EffectiveMode(IConfiguration configuration, IOptions<ProcessingOptions> options)
{
    private string? _override;
    private ProcessingMode? _mode;

    /// <summary>The mode.</summary>
    public ProcessingMode Value => _mode ??= Overriding
        ?? Parse(configuration[$"{ProcessingOptions.SectionName}:{nameof(ProcessingOptions.Mode)}"], otherwise: null)
        ?? options.Value.Mode;

    /// <summary>The mode that overrides the setting; null when none does.</summary>
    public ProcessingMode? Overriding => Parse(_override, otherwise: ProcessingMode.Pause);

    /// <summary>Takes what the control table says; it applies after <see cref="Refresh"/>.</summary>
    /// <returns>Whether it is another than before.</returns>
    public bool Override(string? text)
    {
        var isOther = text != _override;
        _override = text;
        return isOther;
    }

    /// <summary>Has the setting read again.</summary>
    public void Refresh() => _mode = null;

    /// <summary>An invalid value stops the app rather than letting it run: whoever writes one wants something changed.</summary>
    private static ProcessingMode? Parse(string? text, ProcessingMode? otherwise) =>
        string.IsNullOrWhiteSpace(text) ? null
        : Enum.TryParse<ProcessingMode>(text.Trim(), ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode
        : otherwise;
}
