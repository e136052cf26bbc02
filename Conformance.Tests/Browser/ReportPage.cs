using Microsoft.Playwright;

namespace Conformance.Tests.Browser;

/// <summary>The report as a person meets it. Tests speak of rows and cases; selectors stay in here.</summary>
internal sealed class ReportPage(IPage page, string address)
{
    public IPage Page => page;

    public ILocator Heading => page.Locator(Selectors.VisibleHeading);

    public ILocator Rows => page.Locator(Selectors.Rows);

    public ILocator Shown => page.Locator(Selectors.Shown);

    public ILocator Article => page.Locator(Selectors.Article);

    public ILocator Findings => page.Locator(Selectors.Findings);

    public ILocator CurrentEvent => page.Locator(Selectors.CurrentEvent);

    public ILocator SelectedTab => page.Locator(Selectors.SelectedTab);

    public ILocator Panel => page.Locator(Selectors.Panel);

    public ILocator Search => page.Locator(Selectors.Search);

    public ILocator Toolbar => page.Locator(Selectors.Tools);

    public ILocator Help => page.Locator(Selectors.Dialog);

    public ILocator Filters => page.Locator(Selectors.Filters);

    /// <summary>The causes of wrong outcomes, those without a match left out.</summary>
    public ILocator Causes => page.Locator(Selectors.Causes);

    /// <summary>The links to the pages of the report.</summary>
    public ILocator Views => page.Locator(Selectors.Views);

    /// <summary>What the case's page says first: whether the outcome is right.</summary>
    public ILocator Outcome => page.Locator(Selectors.Outcome);

    public ILocator RuleFindings => page.Locator(Selectors.RuleFindings);

    public ILocator ClientCells => page.Locator(Selectors.ClientCells);

    public ILocator Tabs => page.Locator(Selectors.Tabs);

    public ILocator Rule(string id) => page.Locator(Selectors.WithId($"rule={id}"));

    public ILocator Vendor(string name) => page.Locator(Selectors.WithId($"vendor={name}"));

    public ILocator Client(string name) => page.Locator(Selectors.WithId($"in={name}"));

    public ILocator Explanation(string check) => page.Locator(Selectors.WithId($"about={check}"));

    public Task ViewAsync(string name) => page.Locator(Selectors.View(name)).ClickAsync();

    public Task SelectAsync(string filter, string value) => page.Locator(Selectors.WithId(filter)).SelectOptionAsync(value);

    /// <summary>Opens everything that folds.</summary>
    public Task UnfoldAsync() => page.EvaluateAsync("for (const part of document.querySelectorAll('details')) part.open = true");

    public ILocator Row(string id) => page.Locator(Selectors.Row(id));

    /// <summary>The address as the page itself has it; the driver learns of changes within a page a little later.</summary>
    public Task<string> AddressAsync() => page.EvaluateAsync<string>("location.href");

    /// <summary>Opens the page, at a fragment when one is given.</summary>
    public async Task OpenAsync(string fragment = "")
    {
        await page.GotoAsync(address + fragment);
    }

    public Task OpenCaseAsync(string id) => page.Locator(Selectors.RowLink(id)).ClickAsync();

    public Task TabAsync(string name) => page.Locator(Selectors.Tab(name)).ClickAsync();

    public Task TickAsync(string verdict) => page.Locator(Selectors.Verdict(verdict)).CheckAsync();

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    /// <summary>Waits until the focus is on a case of the list; the focus follows the text by a task of the browser.</summary>
    public Task ExpectFocusAsync(string id) =>
        page.WaitForFunctionAsync("id => document.activeElement.closest('li.case')?.id.slice(5) === id", id);

    public Task<bool> IsHackedAsync() => page.EvaluateAsync<bool>("window.hacked !== undefined");

    private static class Selectors
    {
        public const string VisibleHeading = "h1:visible";
        public const string Rows = "li.case:not([hidden])";
        public const string Shown = "#shown";
        public const string Article = "#case";
        public const string Findings = "#case .findings > ol > li";
        public const string CurrentEvent = ".events .current summary";
        public const string SelectedTab = "[role=tab][aria-selected=true]";
        public const string Panel = "[role=tabpanel]:not([hidden])";
        public const string Search = "#q";
        public const string Tools = "#tools";
        public const string Dialog = "dialog";
        public const string Filters = "#filters";

        public const string Causes = "details.cause:not([hidden])";
        public const string Views = ".views a";
        public const string Outcome = "#case .outcome";
        public const string RuleFindings = "#case .rules-here > ol > li";
        public const string ClientCells = "#case .client-cells li";
        public const string Tabs = "[role=tab]";

        public static string WithId(string id) => $"[id='{id}']";

        public static string View(string name) => $".views a[data-view={name}]";

        public static string Row(string id) => $"li.case[id='case={id}']";

        public static string RowLink(string id) => $"li.case[id='case={id}'] a.id";

        public static string Tab(string name) => $"#tab-{name}";

        public static string Verdict(string verdict) => $"input[name=v][value={verdict}]";
    }
}
