using System.Text;
using HubSpotUsers.Files;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Files;

/// <summary>Files with bytes changed, left out, repeated and put in. Any seed that fails is replayed by its number.</summary>
public sealed class FileFuzzTests
{
    private const int Files = 10_000;

    private static readonly (UserFileOptions Options, byte[] Body)[] Originals = [.. FileShape.All.Select(shape => (
        new UserFileOptions
        {
            Kind = UserFileKinds.OfName(shape.File)!.Value,
            Charset = shape.Charset,
            Map = new Dictionary<string, string>(shape.Map, StringComparer.OrdinalIgnoreCase),
        },
        File.ReadAllBytes(shape.Location)))];

    [Fact]
    public async Task Every_line_of_any_file_is_taken_faulty_or_blank_or_the_file_is_refused()
    {
        for (var seed = 0; seed < Files; seed++)
        {
            var random = new Random(seed);
            var (options, original) = Originals[seed % Originals.Length];
            var body = ChangedFile.Of(original, random);
            try
            {
                var rows = await ReadFile.RowsAsync(new MemoryStream(body), options);
                if (options.Kind is UserFileKind.JsonLines)
                {
                    Assert.Equal(ChangedFile.LinesOf(body), rows.Count);
                }

                Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First.Line < pair.Second.Line), $"Seed {seed}: lines are not in order.");
                Assert.All(rows, row => Assert.True(row.User is { Properties.Count: > 0 } || row.Faults.Count > 0 || row.IsBlank, $"Seed {seed}: line {row.Line}."));
                Assert.DoesNotContain(rows, row => row.User?.Properties.Values.Any(value => value.Contains('\uFFFD', StringComparison.Ordinal)) is true);
            }
            catch (InvalidFileException exception)
            {
                Assert.NotEmpty(exception.Faults);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}: {exception}");
            }
        }
    }

    [Fact]
    public async Task Without_quotes_the_lines_of_a_table_are_the_users_the_faulty_and_the_blank()
    {
        var original = "hs_email,hs_given_name\n"u8.ToArray().Concat(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(number => $"user.{number}@people.example,Zoë {number}\n")))).ToArray();
        for (var seed = 0; seed < Files / 10; seed++)
        {
            var body = ChangedFile.Of(original, new Random(seed), least: 24);
            if (body.AsSpan().ContainsAny((byte)'"', (byte)'\r'))
            {
                continue;
            }

            try
            {
                var rows = await ReadFile.RowsAsync(new MemoryStream(body), new UserFileOptions { Kind = UserFileKind.Csv });

                Assert.Equal(ChangedFile.LinesOf(body) - 1, rows.Count);
            }
            catch (InvalidFileException)
            {
                // A line that is neither UTF-8 nor anything certain, at the beginning of a file.
            }
        }
    }
}
