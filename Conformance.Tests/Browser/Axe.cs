using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Conformance.Tests.Browser;

/// <summary>Runs axe in a page.</summary>
/// <remarks>
/// Deque's package for Playwright opens another page for each run and sends axe to it again, which takes three times as long.
/// </remarks>
internal static class Axe
{
    private const int Shown = 3;

    private const string Run = """
        async ([rules, shown]) => {
          const options = rules.length > 0 ? {runOnly: rules, resultTypes: ["violations"]} : {resultTypes: ["violations"]};
          const {violations} = await axe.run(document, options);
          return violations.map(({id, help, nodes}) => `${id}: ${help} ${nodes.slice(0, shown).map((node) => node.html).join(" | ")}`);
        }
        """;

    private static readonly string Source = new BundledAxeScriptProvider().GetScript();

    /// <summary>Returns what is wrong with a page, one line for each rule.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">The rules to look at; none for all.</param>
    public static async Task<string[]> FindAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Source);
        }

        return await page.EvaluateAsync<string[]>(Run, new object[] { rules, Shown });
    }
}
