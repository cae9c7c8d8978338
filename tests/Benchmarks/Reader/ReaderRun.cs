using System.Globalization;
using System.Text;
using HubSpotUsers.Files;
using Sylvan.Data.Csv;

namespace Benchmarks.Reader;

/// <summary>Reads one file in turn, as an import does and with the library alone.</summary>
/// <param name="lines">How many users the file has.</param>
/// <param name="rounds">How often each reads it.</param>
internal sealed class ReaderRun(int lines, int rounds, TimeProvider time)
{
    private const double GoalRatio = 0.7;
    private const string Header = "hs_email,hs_given_name,hs_family_name,hs_job_title,hs_standard_time_zone,hs_additional_phone\n";

    public async Task<ReaderResult> RunAsync()
    {
        var file = Write();
        var (reader, library) = (new List<Usage>(), new List<Usage>());
        for (var round = 0; round <= rounds; round++)
        {
            var (byReader, byLibrary) = (await Usage.OfAsync(() => ReadAsync(file), time), await Usage.OfAsync(() => SplitAsync(file), time));
            if (round > 0)
            {
                // The first round compiles.
                reader.Add(byReader);
                library.Add(byLibrary);
            }
        }

        var (ofReader, ofLibrary) = (Milliseconds(reader), Milliseconds(library));
        return new ReaderResult(lines, file.Length, GoalRatio, Math.Round(ofLibrary / ofReader, 2), ofReader, ofLibrary, BytesPerLine(reader), BytesPerLine(library));
    }

    private static double Milliseconds(IEnumerable<Usage> rounds) => Math.Round(Median(rounds.Select(usage => usage.ProcessorTime.TotalMilliseconds)));

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private long BytesPerLine(IEnumerable<Usage> rounds) => (long)Median(rounds.Select(usage => (double)usage.AllocatedBytes / lines));

    private async Task ReadAsync(byte[] file)
    {
        using var body = new MemoryStream(file);
        using var users = await UserFile.OpenAsync(body, new UserFileOptions { Kind = UserFileKind.Csv }, catalog: null);
        var count = 0;
        while (await users.NextAsync() is { } row)
        {
            count += row.User is { Properties.Count: 6 } ? 1 : 0;
        }

        Check(count);
    }

    private async Task SplitAsync(byte[] file)
    {
        using var text = new StreamReader(new MemoryStream(file), Encoding.UTF8);
        await using var csv = await CsvDataReader.CreateAsync(text);
        var (count, cells) = (0, new string[csv.FieldCount]);
        while (await csv.ReadAsync())
        {
            for (var at = 0; at < cells.Length; at++)
            {
                cells[at] = csv.GetString(at);
            }

            count += cells[^1].Length > 0 ? 1 : 0;
        }

        Check(count);
    }

    private void Check(int count)
    {
        if (count != lines)
        {
            throw new InvalidOperationException($"Of {lines} lines {count} were read.");
        }
    }

    private byte[] Write()
    {
        var text = new StringBuilder(Header);
        for (var number = 0; number < lines; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"user.{number}@example.com,Zoë {number},\"Novak, {number}\",Team lead,Europe/Vienna,+43 1 {number}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
