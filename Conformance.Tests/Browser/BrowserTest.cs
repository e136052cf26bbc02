using System.Collections.Concurrent;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>A test with a page of its own. Whatever the page asks of the network or says on the console is a failure.</summary>
public abstract class BrowserTest : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private IBrowserContext? _context;

    /// <summary>Everything the page asked for.</summary>
    protected IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Everything the page complained about.</summary>
    protected IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Looks at what the page did besides what the test was about.</summary>
    [TearDown]
    public void Page_stayed_quiet() => Assert.Multiple(() =>
    {
        Assert.That(_requests.Where(url => !url.StartsWith("file://", StringComparison.Ordinal)), Is.Empty, "requests to the network");
        Assert.That(_complaints, Is.Empty, "errors on the console");
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected async Task<ReportPage> PageAsync(BrowserNewContextOptions? options = null)
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        _context = await BrowserFixture.Browser.NewContextAsync(options
            ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1360, Height = 900 } });
        var page = await _context.NewPageAsync();
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);

        return new ReportPage(page, BrowserFixture.Address);
    }
}
