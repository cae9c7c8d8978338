using System.Text.RegularExpressions;

namespace Hosting;

/// <summary>What host and app log, through all their processes: counts warnings and errors, and keeps the lines in a file if there is one.</summary>
internal sealed partial class AppLog : IDisposable
{
    private static readonly FileStreamOptions Shared = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.ReadWrite };

    private readonly Lock _lock = new();
    private readonly StreamWriter? _file;
    private bool _isClosed;

    /// <summary>Opens a log.</summary>
    /// <param name="file">Where the lines are kept, to be read while they come; null keeps none.</param>
    /// <exception cref="HostingException">The file cannot be written.</exception>
    public AppLog(FileInfo? file)
    {
        try
        {
            _file = file is null ? null : new StreamWriter(file.FullName, Shared) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostingException($"The log cannot be written: {exception.Message}");
        }
    }

    /// <summary>How many warnings there were.</summary>
    public int Warnings { get; private set; }

    /// <summary>How many errors there were.</summary>
    public int Errors { get; private set; }

    /// <summary>Takes a line, in any thread.</summary>
    public void Add(string line)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _file?.WriteLine(line);
            switch (Entry().Match(line).Groups["level"].Value)
            {
                case "warn":
                    Warnings++;
                    break;
                case "fail" or "crit":
                    Errors++;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _file?.Dispose();
        }
    }

    /// <summary>
    /// An entry of the console log, which is one line: <c>12:34:56.789 warn: Category[300] …</c>, with colors where a console is said to have them. Not of the clients
    /// of Azure: those of the host's listeners warn of each queue that does not exist yet, in every run.
    /// </summary>
    [GeneratedRegex(@"^[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3} (\x1B\[[0-9;]*m)*(?<level>warn|fail|crit)(\x1B\[[0-9;]*m)*: (?!Azure\.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();
}
