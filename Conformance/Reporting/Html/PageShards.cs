using System.IO.Compression;
using System.Text.Json;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// The cases' pages, compressed in small groups: the page opens at once and unpacks a group when one of its cases is opened.
/// </summary>
/// <param name="evidence">The evidence of a case.</param>
/// <param name="room">
/// The number of bytes all shards may take; once they are spent, the following cases' evidence stays in the run's folder.
/// </param>
internal sealed class PageShards(Func<CaseResult, CaseEvidence?> evidence, long room)
{
    /// <summary>The type of the script elements that hold a shard; browsers leave such elements alone.</summary>
    public const string MediaType = "application/vnd.relayconf.shard";

    private const int Frame = 80;

    /// <summary>Returns the shards in order, as base64 of gzip of a JSON object from id to <see cref="CasePage"/>.</summary>
    public IEnumerable<string> Create(IEnumerable<CaseResult> cases)
    {
        // Each case needs some bytes even without evidence: space for the following cases is reserved.
        var left = cases.Count();
        var rest = room;
        foreach (var chunk in cases.Chunk(PageLimits.ShardCases))
        {
            left -= chunk.Length;
            var shard = rest > 0 ? Pack(chunk, CreatePage) : "";
            if (shard.Length + Frame > rest - (left * PageLimits.BareCase))
            {
                shard = Pack(chunk, result => CasePages.CreateBare(result));
                rest = Math.Min(rest, (left + chunk.Length) * PageLimits.BareCase);
            }

            rest -= shard.Length + Frame;
            yield return shard;
        }
    }

    private CasePage CreatePage(CaseResult result)
    {
        try
        {
            return CasePages.Create(result, evidence(result), problem: null);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // One case's damaged files must not take the report of all the others away.
            return CasePages.Create(result, evidence: null, broken.Message);
        }
    }

    private static string Pack(CaseResult[] chunk, Func<CaseResult, CasePage> page)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            JsonSerializer.Serialize(
                gzip, chunk.ToDictionary(result => result.Id, page, StringComparer.Ordinal), PageJson.Compact.DictionaryStringCasePage);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
