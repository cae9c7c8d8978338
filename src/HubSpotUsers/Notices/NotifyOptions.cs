using System.ComponentModel.DataAnnotations;
using HubSpotUsers.Configuration;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Notices;

/// <summary>Where notices go: settings <c>Notify:*</c>. A class, not a record: nothing writes its secrets by accident.</summary>
internal sealed class NotifyOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Notify";

    /// <summary>
    /// The https address that notices are posted to; empty for no notices. Whoever knows the address of a chat may post there, so in Azure it
    /// is a reference to a secret of the vault.
    /// </summary>
    [WebhookAddress]
    public string WebhookUri { get; set; } = string.Empty;

    /// <summary>
    /// The secret that notices are signed with (Standard Webhooks: <c>whsec_</c> and 24 to 64 bytes in base64); empty for none. Several, with
    /// a space between them, sign together while a receiver changes from one to the next. In Azure a reference to a secret of the vault.
    /// </summary>
    [SigningSecrets]
    public string Secret { get; set; } = string.Empty;

    /// <summary>The form of notices: an event as Standard Webhooks describes it, a message of Slack, or a card of Teams (Workflows).</summary>
    [EnumDataType(typeof(NoticeFormat))]
    public NoticeFormat Format { get; set; } = NoticeFormat.Standard;

    /// <summary>Which notices are posted, with a space between them.</summary>
    [NoticeTypes]
    public string Events { get; set; } = string.Join(' ', NoticeType.All);

    /// <summary>How long after a notice of new poison the next one leaves at the earliest; it counts all that came meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PoisonInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a notice is tried that the webhook does not take. Then it is dropped, and a log line says so.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether there is a webhook at all.</summary>
    internal bool IsOn => WebhookUri.Length > 0;

    /// <summary>Whether notices of a type are wanted.</summary>
    internal bool Wants(string type) => IsOn && Events.Split(' ').Contains(type, StringComparer.Ordinal);
}

/// <summary>The form of notices.</summary>
internal enum NoticeFormat
{
    /// <summary>An event with type, time and data (Standard Webhooks).</summary>
    Standard,

    /// <summary>A message with a text (Slack: Incoming webhooks).</summary>
    Slack,

    /// <summary>A message with an adaptive card (Teams: Workflows, "When a Teams webhook request is received").</summary>
    Teams,
}

/// <summary>Checks <see cref="NotifyOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class NotifyOptionsValidator : IValidateOptions<NotifyOptions>;

/// <summary>Requires an https address (http for this machine), nothing, or a reference to the vault that the platform left as it is: sending does not depend on a webhook.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebhookAddressAttribute : ValidationAttribute
{
    /// <summary>Makes the attribute with its message.</summary>
    public WebhookAddressAttribute()
        : base("{0} must be an absolute https address (http only for this machine), or empty for no notices.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } text
        || VaultReference.IsUnresolved(text)
        || (Uri.TryCreate(text, UriKind.Absolute, out var address) && new HttpsAddressAttribute().IsValid(address));
}

/// <summary>Requires secrets of Standard Webhooks, none, or a reference that the platform left as it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SigningSecretsAttribute : ValidationAttribute
{
    /// <summary>Makes the attribute with its message.</summary>
    public SigningSecretsAttribute()
        : base("{0} must be whsec_ and 24 to 64 bytes in base64, or several of these with a space between them, or empty for no signature.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } text || VaultReference.IsUnresolved(text) || WebhookSignature.TryRead(text, out _);
}

/// <summary>Requires types of notices.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoticeTypesAttribute : ValidationAttribute
{
    /// <summary>Makes the attribute with its message.</summary>
    public NoticeTypesAttribute()
        : base($"{{0}} must be one or more of {string.Join(", ", NoticeType.All)}, with a space between them.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string text && Array.TrueForAll(text.Split(' '), NoticeType.All.Contains);
}
