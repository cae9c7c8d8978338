using System.CommandLine;
using System.Diagnostics;

namespace Benchmarks.Everything;

/// <summary><c>all</c>: every benchmark with its usual options, one after the other, each in a process of its own.</summary>
internal static class AllCommand
{
    private static readonly Option<DirectoryInfo> Folder = new("--folder") { Description = "Where the results go, a file each.", Required = true };

    /// <summary>Makes the command.</summary>
    /// <param name="benchmarks">The names of the benchmarks, and what is given to each.</param>
    public static Command Create(IReadOnlyList<(string File, string[] Arguments)> benchmarks)
    {
        var command = new Command("all", "Runs every benchmark with its usual options.") { Folder };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var folder = arguments.GetValue(Folder)!;
            folder.Create();
            var failed = 0;
            foreach (var (file, own) in benchmarks)
            {
                failed += await RunAsync([.. own, "--out", Path.Combine(folder.FullName, $"{file}.json")], cancellationToken) is 0 ? 0 : 1;
            }

            return failed;
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync(string.Join(' ', arguments).AsMemory(), cancellationToken);
        using var process = Process.Start(Environment.ProcessPath!, SelfArguments.Of(arguments));
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
