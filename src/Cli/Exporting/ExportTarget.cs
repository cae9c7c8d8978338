using System.Text;
using Cli.Terminal;

namespace Cli.Exporting;

/// <summary>Where an export goes. A file is there under its name only once it is whole.</summary>
internal sealed class ExportTarget : IAsyncDisposable
{
    private readonly FileInfo? _file;
    private readonly string? _part;

    private ExportTarget(FileInfo? file, string? part, TextWriter text) => (_file, _part, Text) = (file, part, text);

    /// <summary>Takes the text.</summary>
    public TextWriter Text { get; }

    /// <summary>Opens a file, or standard output.</summary>
    public static ExportTarget Open(FileInfo? file, CliContext context)
    {
        if (file is null)
        {
            return new ExportTarget(file: null, part: null, context.Out);
        }

        var part = file.FullName + ".part";
#pragma warning disable CA2000 // The target disposes it.
        return new ExportTarget(file, part, new StreamWriter(part, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
#pragma warning restore CA2000
    }

    /// <summary>Gives the whole file its name.</summary>
    public async Task CompleteAsync()
    {
        await Text.FlushAsync();
        if (_file is not null)
        {
            await Text.DisposeAsync();
            File.Move(_part!, _file.FullName, overwrite: true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_part is not null)
        {
            await Text.DisposeAsync();
            File.Delete(_part);
        }
    }
}
