using System.Text;
using Conformance.Running.Asking;
using Conformance.Running.Wiring;
using Conformance.Tests.Support;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Running.Wiring;

/// <summary>The case's name in the text of the user: where it is written, and that nothing of it is judged.</summary>
internal sealed class CaseMarkerTests
{
    [TestCase("""{"input":"Hi","n":1.0}""", """{"input":"Hi [rc-a.b]","n":1.0}""")]
    [TestCase("""{"input":[{"role":"user","content":"Hi"}]}""", """{"input":[{"role":"user","content":"Hi [rc-a.b]"}]}""")]
    [TestCase(
        """{"input":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""",
        """{"input":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c [rc-a.b]"}]}""")]
    [TestCase(
        """{"input":[{"role":"user","content":[{"type":"input_text","text":"Hi"},{"type":"input_image","image_url":"x"}]}]}""",
        """{"input":[{"role":"user","content":[{"type":"input_text","text":"Hi [rc-a.b]"},{"type":"input_image","image_url":"x"}]}]}""")]
    [TestCase(
        """{"input":[{"role":"user","content":"Hi"},{"type":"function_call_output","call_id":"c","output":"1"}]}""",
        """{"input":[{"role":"user","content":"Hi [rc-a.b]"},{"type":"function_call_output","call_id":"c","output":"1"}]}""")]
    public void The_marker_stands_behind_the_last_text_of_the_user(string body, string marked) =>
        Assert.That(CaseMarker.Write(Cases.Json(body), "rc-a.b")?.GetRawText(), Is.EqualTo(marked));

    [TestCase("""{"input":[]}""")]
    [TestCase("""{"input":[{"type":"function_call_output","call_id":"c","output":"1"}]}""")]
    [TestCase("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"x"}]}]}""")]
    [TestCase("""{"model":"x"}""")]
    public void A_request_without_text_of_the_user_has_no_place_for_it(string body) =>
        Assert.That(CaseMarker.Write(Cases.Json(body), "rc-a.b"), Is.Null);

    [Test]
    public void What_reached_the_mock_is_judged_without_it()
    {
        var body = Encoding.UTF8.GetBytes("""{"messages":[{"role":"user","content":"Hi [rc-a.b]"},{"role":"user","content":"Ho """
            + """[rc-a.b]"},{"role":"user","content":"[rc-a.c]"}]}""");
        var exchange = new ExchangeRecord
        {
            Request = new ReceivedRequest(0, "POST", "/", [], body),
            Exchange = 0,
            Status = 200,
            Headers = [],
            Writes = [],
            Completed = true,
        };

        var judged = CaseMarker.Remove(new UpstreamRecord([exchange]), "rc-a.b");

        Assert.That(Encoding.UTF8.GetString(judged.Exchanges[0].Request.Body.Span), Is.EqualTo(
            """{"messages":[{"role":"user","content":"Hi"},{"role":"user","content":"Ho"},{"role":"user","content":"[rc-a.c]"}]}"""));
    }

    [TestCase("text/plain", true)]
    [TestCase("turns/tool-loop", true)]
    [TestCase("request/empty-input", true, Description = "nothing reaches the mock")]
    [TestCase("state/input-items", false, Description = "the relay would repeat the marker")]
    public void Cases_that_cannot_carry_a_marker_are_known(string id, bool fits) =>
        Assert.That(CaseMarker.CanMark(Theatre.Scenario(id)), Is.EqualTo(fits));
}
