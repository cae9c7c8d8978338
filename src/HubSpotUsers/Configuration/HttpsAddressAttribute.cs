using System.ComponentModel.DataAnnotations;

namespace HubSpotUsers.Configuration;

/// <summary>Requires an absolute https address, or plain http on this machine: a token never crosses a network in the clear.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpsAddressAttribute : ValidationAttribute
{
    /// <summary>Makes the attribute with its message.</summary>
    public HttpsAddressAttribute()
        : base("{0} must be an absolute https address (http only for this machine).")
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is Uri { IsAbsoluteUri: true } uri
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)));
}
