using System.IO.Compression;
using System.Text.Json;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The cases' pages, compressed in small groups: the page opens at once and unpacks a group when one of its cases is opened.</summary>
internal static class PageShards
{
    /// <summary>The type of the script elements that hold a shard; browsers leave such elements alone.</summary>
    public const string MediaType = "application/vnd.relayconf.shard";

    /// <summary>The shards in order, as base64 of gzip of a JSON object from id to <see cref="CasePage"/>.</summary>
    public static IEnumerable<string> Of(IEnumerable<CaseResult> cases, Func<CaseResult, CaseEvidence?> evidence) =>
        cases.Chunk(PageLimits.ShardCases).Select(chunk => Pack(chunk.ToDictionary(result => result.Id, result => Page(result, evidence), StringComparer.Ordinal)));

    private static CasePage Page(CaseResult result, Func<CaseResult, CaseEvidence?> evidence)
    {
        try
        {
            return CasePages.Of(result, evidence(result), problem: null);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // One case's damaged files must not take the report of all the others away.
            return CasePages.Of(result, evidence: null, broken.Message);
        }
    }

    private static string Pack(Dictionary<string, CasePage> pages)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, pages, PageJson.Compact.DictionaryStringCasePage);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
