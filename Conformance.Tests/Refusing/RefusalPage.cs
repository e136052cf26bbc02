using System.Globalization;
using System.Text;
using MockUpstream.Contract;
using MockUpstream.Refusing;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Refusing;

/// <summary>The page <c>docs/vendors-strict.md</c>: what each strict vendor refuses, with what, and where that is documented.</summary>
internal static class RefusalPage
{
    private const string Head = """
        # Strict vendors

        Vendors refuse what they do not know, and each refuses something else. The mock can do the same: it looks at the chat request before it answers, and
        answers as that vendor does when a rule of the vendor applies. The rules are data in `Scenarios/vocabulary/strict/*.yaml`. This page is made from them.

        ## How to use them

        - A case says it beside the answer: `upstream: {as: mistral, steps: […]}`. A scenario folder may have `vocabulary/strict/NAME.yaml` of its own; a file with
          the name of a built-in vendor replaces it. `relayconf lint` checks these files too.
        - The mock as a program takes `--as VENDOR`. In code, `MockUpstreamOptions.As` takes one of `StrictVendorReader.BuiltIn`. Both hold for every case that names no
          vendor itself.
        - The first rule that applies answers. The case's answer is not used up: it waits for the next request, so a relay that repeats its request with less is right.

        ## What the judge makes of it

        - A refusal is an error with the check id [`vendor-refusal`](checks.md#vendor-refusal). It says what was refused, where, and with which words.
        - It is a warning when the relay recovered and the client got what the case expects. It is nothing when the case expects the refusal.
        - Some refusals are those of every vendor: a tool message without its call, an empty list of tools. They count for every relay. In the tables they have the name of the
          check that finds the same without a vendor, and it stands in bold.
        - Every other refusal is the vendor's own. It counts for the bundled relay, which the case sets up for the vendor. A relay that cannot be set up by the case gets
          the outcome *not applicable* with the reason `the vendor would have refused: …`.

        ## The rules

        A rule without a source does not stand here. What a vendor is said to refuse, but nobody shows with its words, is left out. Each answer is the one that the mock gives to
        a request that breaks the rule, shortened to its message.

        """;

    public static string Create()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var vendor in StrictVendorReader.BuiltIn.Values.OrderBy(static vendor => vendor.Name, StringComparer.Ordinal))
        {
            AddVendor(page, vendor);
        }

        return page.ToString();
    }

    private static void AddVendor(StringBuilder page, StrictVendor vendor)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {vendor.Name}\n\n{vendor.Title}.\n\n| Rule | What is refused | Answer | Check | Sources |\n|---|---|---|---|---|\n");
        foreach (var refusal in vendor.Refusals)
        {
            var shown = VendorRefusals.Find(vendor, RefusedRequests.Bad(vendor, refusal.Id))!; // Held by the tests of the rows.
            var sources = string.Join(", ", refusal.Sources.Select(static source => $"[{Short(source)}]({source})"));
            page.Append(CultureInfo.InvariantCulture, $"| `{refusal.Id}` | {refusal.Says} | {shown.Status} {Code(shown.Message)} | {Check(shown)} | {sources} |\n");
        }
    }

    private static string Check(Refused shown)
    {
        var bold = shown.IsUniversal ? "**" : "";
        return shown.Check is { } check ? $"{bold}[`{check}`](checks.md#{check}){bold}" : "";
    }

    /// <summary>An address as people say it: <c>owner/name#12</c>, or the host and the last words of the path.</summary>
    private static string Short(string source)
    {
        var address = new Uri(source);
        var steps = address.AbsolutePath.Trim('/').Split('/');
        return address.Host == "github.com" && steps is [var owner, var name, "issues" or "pull", var number] ? $"{owner}/{name}#{number}" : $"{address.Host}, {steps[^1]}";
    }

    private static string Code(string text) => $"`` {text.Trim().Replace("\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)} ``";
}
