using Conformance.Results;
using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>One Chromium and one sample report for all browser tests; each test opens a context of its own.</summary>
[SetUpFixture]
public sealed class BrowserFixture
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run", "--disable-quic",
    ];

    // Headless first: the windows of the full browser take more time than the pages.
    private static readonly string[] Places =
    [
        "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private static IPlaywright? _playwright;
    private static string? _folder;

    /// <summary>The running browser.</summary>
    public static IBrowser Browser { get; private set; } = null!;

    /// <summary>The sample run on disk.</summary>
    public static RecordedRun Run { get; private set; } = null!;

    /// <summary>The report's address on disk.</summary>
    public static string Address => new Uri(Path.Combine(Run.Folder, "report.html")).AbsoluteUri;

    /// <summary>Starts the browser and writes the report.</summary>
    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("relayconf-browser-").FullName;
        Run = SampleRun.WriteAll(_folder);
        MakeDriverExecutable();
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable(), Args = Arguments });
    }

    /// <summary>Ends the browser and removes the report.</summary>
    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Executable()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var found = named is { Length: > 0 } ? named : Places.FirstOrDefault(File.Exists);
        if (found is null || !File.Exists(found))
        {
            throw new InvalidOperationException(
                "The browser tests need Chromium: install it (Debian: apt-get install -y chromium-headless-shell), "
                    + "or name its executable in CHROMIUM.");
        }

        return found;
    }

    /// <summary>Packages lose the executable bit on some feeds; the driver is started as a process.</summary>
    private static void MakeDriverExecutable()
    {
        var drivers = Path.Combine(AppContext.BaseDirectory, ".playwright", "node");
        if (OperatingSystem.IsWindows() || !Directory.Exists(drivers))
        {
            return;
        }

        foreach (var node in Directory.EnumerateFiles(drivers, "node", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(
                node, File.GetUnixFileMode(node) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
