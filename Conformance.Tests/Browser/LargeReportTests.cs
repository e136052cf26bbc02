using Conformance.Reporting;
using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>
/// A report of ten thousand cases opens about as fast as one of a thousand: the first row is painted while the rest is still read.
/// </summary>
[NonParallelizable]
public sealed class LargeReportTests : BrowserTest
{
    // Recorded inside the page, so that the driver's own delay is no part of it.
    private const string Watch = """
        window.firstRow = 0;
        const look = () => {
          const row = [...document.querySelectorAll(".cause, li.case")].find((part) => part.getBoundingClientRect().height > 0);
          if (row) window.firstRow = performance.now(); else requestAnimationFrame(look);
        };
        look();
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-large-").FullName;

    /// <summary>Removes the pages.</summary>
    [TearDown]
    public void Remove_the_pages() => Directory.Delete(_folder, recursive: true);

    [Test]
    [CancelAfter(180_000)]
    public async Task Time_to_the_first_row_does_not_grow_with_the_number_of_cases()
    {
        var small = await FirstRowAsync(1_000);
        var large = await FirstRowAsync(10_000);

        TestContext.Out.WriteLine($"first row after {small:0} ms with 1,000 cases, after {large:0} ms with 10,000");
        Assert.That(large / small, Is.LessThan(10));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task Ten_thousand_cases_can_be_searched_and_opened()
    {
        var report = await OpenAsync(10_000);

        await report.Search.FillAsync("case-number-00007");
        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
        await report.OpenCaseAsync("timing/case-number-00007");

        await Assertions.Expect(report.Outcome).ToContainTextAsync("wrong");
    }

    private async Task<double> FirstRowAsync(int cases)
    {
        // The first opening warms the browser and the disk's cache.
        var times = new List<double>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var report = await OpenAsync(cases);
            times.Add(await report.Page.EvaluateAsync<double>("window.firstRow"));
            await report.Page.CloseAsync();
        }

        return times.Skip(1).Min();
    }

    private async Task<ReportPage> OpenAsync(int cases)
    {
        var file = Path.Combine(_folder, $"{cases}.html");
        if (!File.Exists(file))
        {
            await using var page = File.Create(file);
            HtmlReport.Write(ManyCases.Run(cases), ManyCases.Evidence, page);
        }

        var opened = await PageAsync();
        await opened.Page.AddInitScriptAsync(Watch);
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await Assertions.Expect(opened.Page.Locator("html.ready"))
            .ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 60_000 });

        return opened;
    }
}
