using System.Globalization;
using System.Text;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Tests.Files;

/// <summary>A file may have any number of lines: whatever was read of it is gone. More of them with <c>FILE_LINES</c>.</summary>
public sealed class LongFileTests
{
    /// <summary>What the reader may hold of a file: its buffers, and the users of one piece.</summary>
    private const int Held = 2_000;

    private const int Every = 100;

    private static readonly int Lines = int.Parse(Environment.GetEnvironmentVariable("FILE_LINES") ?? "50000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("Csv")]
    [InlineData("JsonLines")]
    [InlineData("Json")]
    public async Task No_user_is_held_once_the_next_ones_are_read(string kind)
    {
        await using var body = new Generated(Enum.Parse<UserFileKind>(kind), Lines);
        using var file = await UserFile.OpenAsync(body, new UserFileOptions { Kind = Enum.Parse<UserFileKind>(kind) }, catalog: null);

        var seen = await ReadAsync(file);
        GC.Collect();

        Assert.Equal(Lines / Every, seen.Count);
        Assert.InRange(seen.Count(user => user.IsAlive), 0, Held / Every);
        GC.KeepAlive(file);
    }

    /// <summary>Reads in a method of its own, so that none of its variables keeps a user.</summary>
    private static async Task<List<WeakReference>> ReadAsync(UserFile file)
    {
        var (seen, count) = (new List<WeakReference>(), 0);
        while (await file.NextAsync() is { } row)
        {
            Assert.NotNull(row.User);
            if (++count % Every is 0)
            {
                seen.Add(new WeakReference(row.User));
            }
        }

        return seen;
    }

    /// <summary>A file that is made while it is read.</summary>
    private sealed class Generated(UserFileKind kind, int lines) : ForwardStream
    {
        private byte[] _piece = Encoding.UTF8.GetBytes(kind switch
        {
            UserFileKind.Csv => "hs_email,hs_given_name\n",
            UserFileKind.Json => "[",
            _ => string.Empty,
        });

        private int _at;
        private int _line;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_at == _piece.Length && _line <= lines)
            {
                (_piece, _at) = (Encoding.UTF8.GetBytes(Next(_line++)), 0);
            }

            var length = Math.Min(buffer.Length, _piece.Length - _at);
            _piece.AsMemory(_at, length).CopyTo(buffer);
            _at += length;
            return ValueTask.FromResult(length);
        }

        private string Next(int line) => (kind, line == lines) switch
        {
            (UserFileKind.Json, true) => "]",
            (_, true) => string.Empty,
            (UserFileKind.Csv, _) => string.Create(CultureInfo.InvariantCulture, $"user.{line}@people.example,\"Zoë {line}\"\n"),
            (UserFileKind.JsonLines, _) => User(line) + "\n",
            _ => User(line) + (line + 1 < lines ? "," : string.Empty),
        };

        private static string User(int line) => string.Create(CultureInfo.InvariantCulture, $$$"""{"properties":{"hs_email":"user.{{{line}}}@people.example"}}""");
    }
}
