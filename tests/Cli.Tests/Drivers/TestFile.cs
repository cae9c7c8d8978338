using System.Globalization;
using System.Text;

namespace Cli.Tests.Drivers;

/// <summary>A file of users that a test sends, in a folder of its own that goes with it.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli-tests-");

    private TestFile(string name, byte[] content)
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    /// <summary>Another file beside it.</summary>
    public string Beside(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>A file of this content.</summary>
    public static TestFile Of(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));

    /// <summary>A file of these bytes.</summary>
    public static TestFile Of(string name, byte[] content) => new(name, content);

    /// <summary>CSV with addresses that no other file has, and a bad line every so often.</summary>
    public static TestFile Csv(int lines, int badEvery = int.MaxValue) => Of("users.csv", CsvText(lines, badEvery));

    public static string CsvText(int lines, int badEvery = int.MaxValue)
    {
        var (run, text) = (Guid.NewGuid().ToString("N"), new StringBuilder("hs_email,First Name\n"));
        for (var line = 1; line <= lines; line++)
        {
            text.Append(line % badEvery is 0 ? "bad,b,c\n" : string.Create(CultureInfo.InvariantCulture, $"{run}.{line}@cli.example,{Guid.NewGuid():N}\n"));
        }

        return text.ToString();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
