using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace Sandbox.Input;

/// <summary>A CSV file: the header row names the properties, every other row is a user. Empty cells are left out.</summary>
internal static class CsvUsers
{
    public static async IAsyncEnumerable<UserMessage> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = file.OpenText();
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim });
        if (!await csv.ReadAsync() || !csv.ReadHeader())
        {
            throw new SandboxException($"{file.Name} is empty; its first row must name the properties.");
        }

        var names = csv.HeaderRecord!;
        while (await csv.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var properties = new JsonObject();
            for (var column = 0; column < names.Length; column++)
            {
                if (csv.TryGetField<string>(column, out var value) && !string.IsNullOrEmpty(value))
                {
                    properties[names[column]] = value;
                }
            }

            yield return new UserMessage(new JsonObject { ["properties"] = properties }.ToJsonString(JsonSerializerOptions.Web), Inputs: 1, ProducerId: null);
        }
    }
}
