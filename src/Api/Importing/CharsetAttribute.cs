using System.ComponentModel.DataAnnotations;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Text;

namespace Api.Importing;

/// <summary>A setting that names a charset, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CharsetAttribute : ValidationAttribute
{
    public CharsetAttribute()
        : base("{0} must name a charset such as windows-1252, or be empty.")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value)
    {
        try
        {
            return value is not string { Length: > 0 } charset || TextEncoding.Named(charset) is not null;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }
}
