namespace LocalHost.Tests.Drivers;

/// <summary>A function app's folder, with the files a test puts there.</summary>
internal sealed class AppFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("function-app-");

    public string Path => _folder.FullName;

    public AppFolder With(string fileName, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, fileName), content);
        return this;
    }

    /// <summary>Copies another folder's own files, without its subfolders.</summary>
    public AppFolder WithFilesOf(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)), overwrite: true);
        }

        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
