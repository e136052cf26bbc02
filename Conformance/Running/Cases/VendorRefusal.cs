using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Results;

namespace Conformance.Running.Cases;

/// <summary>
/// Recognises a relay that rejects, by itself, what a vendor's case asks for, such as a file or a hosted tool that its vendor does not
/// know. Such a case needs the set-up after all:
/// the vendor's stream was never sent, so the relay cannot be judged.
/// </summary>
internal static class VendorRefusal
{
    /// <summary>Returns why the case does not apply; <see langword="null"/> when the relay did not reject it.</summary>
    public static string? Describe(PlayedCase played)
    {
        if (played.Turns is not [.., var last] || !last.SkipsRequestPatterns || last.Upstream.Exchanges.Count > 0
            || last.Answer.Status is not (400 or 415 or 422 or 501))
        {
            return null;
        }

        var message = AnswerContent.Of(ClientStream.Of(last.Answer, wire: null)).Trouble;
        return WhyNotApplicable.DescribeRejected(last.Answer.Status.Value, Secrets.Mask(message));
    }
}
