using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace Testing.Support;

/// <summary><c>relayconf serve</c> as people start it: a process of its own, on a port the system picked.</summary>
public sealed class ServeProcess : IAsyncDisposable
{
    private const string Announcement = "Mock upstream listening on ";

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _client = new();
    private string _head = "";
    private Task _reading = Task.CompletedTask;

    private ServeProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>The base URL that a client is given, such as <c>http://127.0.0.1:40123/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>Serves these cases, whose id is <see cref="CaseText.Id"/> in their text, and waits until it listens.</summary>
    public static async Task<ServeProcess> StartAsync(
        IReadOnlyCollection<(string Id, string Text)> cases, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("serve-").FullName;
        foreach (var (id, text) in cases)
        {
            var path = Path.Combine(folder, id + ".yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It is below the folder.
            await File.WriteAllTextAsync(path, text.Replace(CaseText.Id, id, StringComparison.Ordinal), cancellationToken);
        }

        var vocabulary = Directory.CreateDirectory(Path.Combine(folder, "vocabulary")).FullName;
        foreach (var list in Directory.EnumerateFiles(Repository.PathOf("Scenarios/vocabulary"), "*.yaml"))
        {
            File.Copy(list, Path.Combine(vocabulary, Path.GetFileName(list)));
        }

        var serve = await StartAsync(["--scenarios", folder], folder, cancellationToken);
        Assert.That(serve._head, Does.EndWith(cases.Count == 1 ? "with 1 case." : $"with {cases.Count} cases."), "a case does not read");
        return serve;
    }

    /// <summary>Serves the repository's own cases.</summary>
    public static Task<ServeProcess> StartAsync(CancellationToken cancellationToken) =>
        StartAsync([], Directory.CreateTempSubdirectory("serve-").FullName, cancellationToken);

    /// <summary>The memory it holds, in bytes, as the system counts it (Linux).</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The sockets it holds (Linux).</summary>
    public int Sockets() => Directory.EnumerateFiles($"/proc/{_process.Id}/fd")
        .Count(static descriptor => TargetOf(descriptor)?.StartsWith("socket:", StringComparison.Ordinal) is true);

    /// <summary>Waits until it plays no answer and holds no more sockets than these (Linux).</summary>
    public async Task UntilIdleAsync(int sockets, CancellationToken cancellationToken)
    {
        while (await GetAsync("/__admin/streams", cancellationToken) != """{"streams":[]}""" || Sockets() > sockets)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task<string> GetAsync(string path, CancellationToken cancellationToken) =>
        _client.GetStringAsync(new Uri(BaseUrl, path), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ServeProcess> StartAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var serve = new ServeProcess(
            Process.Start(Shell.Relayconf(["serve", "--port", "0", "--no-watch", .. arguments]))!, folder); // No shell is used.
        var errors = serve._process.StandardError.ReadToEndAsync(CancellationToken.None);
        var head = await serve._process.StandardOutput.ReadLineAsync(cancellationToken);
        if (head?.StartsWith(Announcement, StringComparison.Ordinal) is not true)
        {
            throw new AssertionException($"It does not listen: {head}\n{await errors}");
        }

        serve._head = head;
        serve.BaseUrl = new Uri(head[Announcement.Length..].Split(' ')[0]);

        // Its lines must be read, or it would wait for room in the pipe.
        serve._reading = Task.WhenAll(errors, serve._process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        return serve;
    }

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            // Closed between the listing and the look.
            return null;
        }
    }
}
