using System.Text.Json;
using MockUpstream.Contract;
using MockUpstream.Linting;
using Scenarios.Model;

namespace MockUpstream.Refusing;

/// <summary>Whether a strict vendor refuses a chat request, and with what.</summary>
public static class VendorRefusals
{
    /// <summary>Returns the refusal of the first rule that applies; <see langword="null"/> when the vendor takes the request.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="body">The request's body; one that is not JSON is not the vendor's to judge.</param>
    public static Refused? Find(StrictVendor vendor, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(vendor);

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }

        using (document)
        {
            return Find(vendor, document.RootElement);
        }
    }

    private static Refused? Find(StrictVendor vendor, JsonElement request)
    {
        var judge = new ConditionJudge(new ChatBody(request));
        foreach (var refusal in vendor.Refusals)
        {
            if (judge.Find(refusal.When) is { Count: > 0 } found
                && refusal.OnlyIf.All(condition => judge.Find(condition).Count > 0)
                && refusal.Unless.All(condition => judge.Find(condition).Count == 0))
            {
                var body = RefusalBody.Fill(refusal.Body, found);
                return new Refused(
                    vendor.Name,
                    refusal.Id,
                    refusal.Says,
                    refusal.Status,
                    found[0].Member,
                    RefusalBody.ReadMessage(body),
                    body)
                {
                    Check = found[0].Fault?.Check,
                    IsUniversal = found[0].Fault is { Weight: FaultWeight.Error },
                };
            }
        }

        return null;
    }
}
