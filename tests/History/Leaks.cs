using Azure.Data.Tables;

namespace History;

/// <summary>Looks for secrets and personal data where they must not be.</summary>
internal static class Leaks
{
    /// <summary>Finds every row and line that has one; says where, not what.</summary>
    public static IEnumerable<string> Find(IReadOnlyCollection<string> secrets, IEnumerable<TableEntity> rows, IEnumerable<string> output)
    {
        var finder = System.Buffers.SearchValues.Create([.. secrets.Where(secret => secret.Length > 0)], StringComparison.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            foreach (var (name, value) in row)
            {
                if (value is string text && text.AsSpan().ContainsAny(finder))
                {
                    yield return $"{name} of row {row.RowKey} has personal data or a secret";
                }
            }
        }

        foreach (var line in output.Where(line => line.AsSpan().ContainsAny(finder)))
        {
            yield return $"a line of the app's output has personal data or a secret, at {line[..Math.Min(line.Length, 40)]}…";
        }
    }
}
