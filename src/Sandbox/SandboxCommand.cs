using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using Cli;
using Cli.Files;
using Cli.Terminal;
using Hosting;
using Sandbox.Input;
using Simulators.Azurite;
using Spectre.Console;

namespace Sandbox;

/// <summary>The command line.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Users = new("--users")
    {
        Description = "How many users to generate and send.",
        DefaultValueFactory = _ => 1000,
        Validators = { NotNegative },
    };

    private static readonly Option<FileInfo> Input = new Option<FileInfo>("--input")
    {
        Description = "Send the users of this file instead, as hubspot-users send does: CSV with any separator (*.csv, *.tsv, *.txt), a workbook (*.xlsx), JSON Lines (*.jsonl) or JSON (*.json).",
    }.AcceptExistingOnly();

    private static readonly ColumnOptions Columns = new();
    private static readonly ReadingOptions Reading = new();

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only read --input, and show what becomes of it; the exit code is 0 only if no line is faulty." };

    private static readonly Option<FileInfo> Messages = new Option<FileInfo>("--messages")
    {
        Description = "Send the lines of this file instead, each as a queue message just as it is.",
    }.AcceptExistingOnly();

    private static readonly Option<bool> Once = new("--once") { Description = "End when all is done; the exit code is 0 only if every user reached its outcome." };
    private static readonly Option<FileInfo?> Report = new("--report") { Description = "Write what happened to this file, as JSON." };
    private static readonly Option<FileInfo?> Log = new("--log") { Description = "Write what the function app and its host log to this file, as it comes." };
    private static readonly Option<string> Faults = new Option<string>("--faults")
    {
        Description = "What goes wrong on the way: none, or storm (HubSpot fails in ways drawn from its whole catalogue, odd users are sent, storage goes away three times, the function app is killed twice, and while it reads the file of --input).",
        DefaultValueFactory = _ => "none",
    }.AcceptOnlyFromAmong("none", "storm");

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Draws what an earlier run with this seed drew: faults, outages, kills and HubSpot's order of results. By default a new one, which is shown.",
        DefaultValueFactory = _ => RandomNumberGenerator.GetInt32(1, 1_000_000),
        Validators = { NotNegative },
    };

    private static readonly Option<string> Host = new Option<string>("--host")
    {
        Description = "What runs the function app: local (src/LocalHost), or func (the Azure Functions Core Tools, which must be on the path).",
        DefaultValueFactory = _ => "local",
    }.AcceptOnlyFromAmong("local", "func");

    private static readonly Option<int> Port = PortOption("--port", "The function app's port on 127.0.0.1 (0 takes a free one).");
    private static readonly Option<int> HubSpotPort = PortOption("--hubspot-port", "The simulated HubSpot's port (0 takes a free one).");
    private static readonly Option<int> KeyVaultPort = PortOption("--key-vault-port", "The simulated Key Vault's port (0 takes a free one).");

    private static readonly Option<AzuritePorts?> StoragePorts = new("--storage-ports")
    {
        Description = "The storage emulator's ports, as blob,queue,table: one that listens there is used, else one is started there. By default one on 10000,10001,10002 is used, else one is started on free ports.",
        CustomParser = ParsePorts,
    };

    private static readonly Option<int> Latency = new("--latency")
    {
        Description = "How many milliseconds the simulated HubSpot takes for a response.",
        DefaultValueFactory = _ => 300,
        Validators = { NotNegative },
    };

    /// <summary>Makes the command.</summary>
    /// <param name="context">What surrounds it.</param>
    public static RootCommand Create(CliContext context)
    {
        var command = new RootCommand("Runs the whole function app on this machine: storage emulator, simulated HubSpot and Key Vault, and users to create.")
        {
            Users, Input, DryRun, Messages, Once, Report, Log, Faults, Seed, Host, Port, HubSpotPort, KeyVaultPort, StoragePorts, Latency,
        };
        foreach (var option in Columns.All.Concat(Reading.All))
        {
            command.Options.Add(option);
        }

        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(DryRun) && arguments.GetResult(Input) is null)
            {
                arguments.AddError("--dry-run reads the file of --input.");
            }
        });
        command.SetAction((arguments, cancellationToken) => RunAsync(context, arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var options = await OptionsOfAsync(arguments);
            return options is { DryRun: true, Input: { } file }
                ? await new FilePreview(context).ShowAsync(file, options.Report, cancellationToken)
                : await new SandboxRun(options, AnsiConsole.Console, context, TimeProvider.System).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            AnsiConsole.MarkupLine("Stopped.");
            return 130;
        }
        catch (CliException exception)
        {
            context.Fail(exception.Message, exception.NextStep);
            return 1;
        }
        catch (Exception exception) when (exception is SandboxException or HostingException or AzuriteException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private static async Task<SandboxOptions> OptionsOfAsync(ParseResult arguments) => new()
    {
        Users = arguments.GetValue(Users),
        Input = arguments.GetValue(Input) is { } file ? await Reading.ReadAsync(arguments, file, Columns.Read(arguments)) : null,
        DryRun = arguments.GetValue(DryRun),
        Messages = arguments.GetValue(Messages),
        Once = arguments.GetValue(Once),
        Report = arguments.GetValue(Report),
        Log = arguments.GetValue(Log),
        Storm = arguments.GetValue(Faults) is "storm",
        Seed = arguments.GetValue(Seed),
        Host = arguments.GetValue(Host) is "func" ? HostProgram.CoreTools : HostProgram.Local,
        Port = arguments.GetValue(Port),
        HubSpotPort = arguments.GetValue(HubSpotPort),
        KeyVaultPort = arguments.GetValue(KeyVaultPort),
        StoragePorts = arguments.GetValue(StoragePorts),
        Latency = TimeSpan.FromMilliseconds(arguments.GetValue(Latency)),
    };

    private static Option<int> PortOption(string name, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => 0,
        Validators = { NotNegative },
    };

    private static void NotNegative(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() < 0)
        {
            result.AddError($"{result.Option.Name} cannot be negative.");
        }
    }

    private static AzuritePorts? ParsePorts(ArgumentResult result)
    {
        var ports = string.Concat(result.Tokens.Select(token => token.Value)).Split(',')
            .Select(text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1)
            .ToList();
        if (ports is [>= 0, >= 0, >= 0])
        {
            return new AzuritePorts(ports[0], ports[1], ports[2]);
        }

        result.AddError("--storage-ports must be three ports, such as 10000,10001,10002.");
        return null;
    }
}
