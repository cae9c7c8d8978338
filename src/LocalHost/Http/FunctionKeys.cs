using System.Security.Cryptography;
using System.Text;
using LocalHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Http;

/// <summary>
/// The keys that open HTTP functions: the settings <c>FunctionKeys:&lt;name&gt;</c>, and <c>MasterKey</c>, which opens everything.
/// Without any a master key is made for this run.
/// </summary>
internal sealed class FunctionKeys
{
    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";
    private const int GeneratedKeyBytes = 32;

    private readonly byte[][] _functionKeys;
    private readonly byte[][] _masterKeys;

    public FunctionKeys(IConfiguration settings)
    {
        List<string> functionKeys = [.. settings.GetSection("FunctionKeys").GetChildren().Select(key => key.Value).OfType<string>().Where(key => key.Length > 0)];
        var masterKey = settings["MasterKey"];
        if (functionKeys.Count == 0 && string.IsNullOrEmpty(masterKey))
        {
            Generated = masterKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(GeneratedKeyBytes));
        }

        _functionKeys = [.. functionKeys.Select(Hash)];
        _masterKeys = string.IsNullOrEmpty(masterKey) ? [] : [Hash(masterKey)];
    }

    /// <summary>The key made for this run, when the settings have none.</summary>
    public string? Generated { get; }

    public bool Allow(AuthorizationLevel level, HttpRequest request)
    {
        if (level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var key = request.Headers.TryGetValue(HeaderName, out var header) ? header.ToString() : request.Query[QueryName].ToString();
        var hash = Hash(key);

        return IsAnyOf(_masterKeys, hash) | (level == AuthorizationLevel.Function && IsAnyOf(_functionKeys, hash));
    }

    // Neither a key's length nor the place of the first difference shows in the time this takes.
    private static bool IsAnyOf(byte[][] hashes, byte[] hash) =>
        hashes.Aggregate(false, (found, candidate) => found | CryptographicOperations.FixedTimeEquals(candidate, hash));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
