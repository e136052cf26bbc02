using System.Globalization;
using System.Text;
using MockUpstream.Contract;
using MockUpstream.Refusing;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace MockUpstream.Tests.Refusing;

/// <summary>The page <c>docs/vendors-strict.md</c>: what each strict vendor refuses, with what, and where that is documented.</summary>
internal static class RefusalPage
{
    private const string Head = """
        # Strict vendors

        Some vendors reject requests that others accept. The mock can do the same: it checks the chat request, and if a rule of the vendor applies, it sends the vendor's error.
        The rules are data in `Scenarios/vocabulary/strict/*.yaml`. This page is generated from them; after a change, run `./docs.sh`.

        ## How to use them

        - In a case, beside the answer: `upstream: {as: mistral, steps: […]}`. A scenario folder may contain `vocabulary/strict/NAME.yaml`; a file with
          the name of a built-in vendor replaces it. `relayconf lint` checks these files too.
        - On the command line of the mock: `--as VENDOR`. In code: `MockUpstreamOptions.As`, with one of `StrictVendorReader.BuiltIn`. Both apply to every case without a
          vendor.
        - The first rule that applies answers. The case's own answer waits for the next request, so a relay may repeat its request without the rejected part.

        ## How a refusal is judged

        - A refusal is an error of the check [`vendor-refusal`](checks.md#vendor-refusal). The finding contains the rejected part, its place, and the vendor's message.
        - It is a warning if the relay recovered and the client received the expected result. It is not reported if the case expects the refusal.
        - Some requests are rejected by every vendor: a tool message without its call, an empty list of tools. These refusals apply to every relay. The tables show them with the check
          that finds the same without a vendor, in bold.
        - All other refusals are specific to the vendor. They apply to the bundled relay, which the case configures for the vendor. For a relay that the case cannot configure, the verdict
          is *not applicable* with the reason `the vendor would have refused: …`.

        ## The rules

        Each rule has a source that shows the vendor's message. The column Answer contains the mock's answer to a request that breaks the rule, shortened to its message.

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
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n### {vendor.Name}\n\n{vendor.Title}.\n\n| Rule | Requirement | Answer | Check | Sources |\n|---|---|---|---|---|\n");
        foreach (var refusal in vendor.Refusals)
        {
            var shown = VendorRefusals.Find(vendor, RefusedRequests.Bad(vendor, refusal.Id))!; // Held by the tests of the rows.
            var sources = string.Join(", ", refusal.Sources.Select(static source => $"[{Short(source)}]({source})"));
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{refusal.Id}` | {refusal.Says} | {shown.Status} {Code(shown.Message)} | {Check(shown)} | {sources} |\n");
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
        return address.Host == "github.com" && steps is [var owner, var name, "issues" or "pull", var number]
            ? $"{owner}/{name}#{number}"
            : $"{address.Host}, {steps[^1]}";
    }

    private static string Code(string text) =>
        $"`` {text.Trim().Replace("\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)} ``";
}
