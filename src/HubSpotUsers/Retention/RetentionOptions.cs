using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Retention;

/// <summary>How long rows are kept: settings <c>Retention:*</c>.</summary>
internal sealed record RetentionOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Retention";

    /// <summary>
    /// How many days rows are kept in the output tables after they last changed; 0 keeps them for good. A producer's <c>id</c> that comes
    /// again later is a new user. At least 31, so that rows outlive every <c>Idempotency-Key</c>.
    /// </summary>
    [Range(0, 3650)]
    [KeptDays]
    public int Days { get; set; } = 90;

    /// <summary>
    /// Whether messages of the poison queue are dropped after as many days. Their users were not created, or it is unknown whether they were,
    /// and are not expected to be decided about after that time. Has no effect while <c>Poison:IsManaged</c> is <c>false</c>.
    /// </summary>
    public bool RemovePoison { get; set; }
}

/// <summary>Requires days that no <c>Idempotency-Key</c> outlives, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeptDaysAttribute : ValidationAttribute
{
    /// <summary>A key is remembered for 30 days at most.</summary>
    private const int Least = 31;

    /// <summary>Makes the attribute with its message.</summary>
    public KeptDaysAttribute()
        : base("{0} must be 0, which keeps rows for good, or at least 31.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is 0 or >= Least;
}

/// <summary>Checks <see cref="RetentionOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
