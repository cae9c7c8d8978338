using Fuzzing;
using HubSpotUsers.Files;
using SharpFuzz;

var targets = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
{
    ["messages"] = MessageTarget.Run,
    ["csv"] = body => FileTarget.Run(body, UserFileKind.Csv),
    ["json-lines"] = body => FileTarget.Run(body, UserFileKind.JsonLines),
    ["json"] = body => FileTarget.Run(body, UserFileKind.Json),
    ["workbook"] = body => FileTarget.Run(body, UserFileKind.Workbook),
    ["responses"] = ResponseTarget.Run,
};

if (args is not [var name, .. var files] || !targets.TryGetValue(name, out var target))
{
    await Console.Error.WriteLineAsync($"Fuzzing {string.Join('|', targets.Keys)} [FILE...]: runs under afl-fuzz (run.sh), or reads files once.");
    return 2;
}

if (files.Length is 0)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var body = new MemoryStream();
        stream.CopyTo(body);
        target(body.ToArray());
    });
    return 0;
}

foreach (var file in files)
{
    target(await File.ReadAllBytesAsync(file));
}

return 0;
