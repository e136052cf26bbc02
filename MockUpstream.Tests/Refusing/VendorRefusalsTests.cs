using System.Buffers;
using System.Text;
using System.Text.Json;
using MockUpstream.Linting;
using MockUpstream.Refusing;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;
using Scenarios.Words;

namespace MockUpstream.Tests.Refusing;

/// <summary>Each strict vendor refuses what its data says, in the vendor's own words, and nothing else.</summary>
internal sealed class VendorRefusalsTests
{
    private const string Canonical = """
        {
          "model": "m",
          "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "How is Oslo"}],
          "tools": [{"type": "function", "function": {"name": "get_weather", "description": "The weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}],
          "tool_choice": "auto",
          "stream": true
        }
        """;

    private static IEnumerable<TestCaseData> Refusals() =>
        from vendor in StrictVendorReader.BuiltIn.Values
        from refusal in vendor.Refusals
        select new TestCaseData(vendor, refusal.Id).SetArgDisplayNames(vendor.Name, refusal.Id);

    private static IEnumerable<TestCaseData> Vendors() =>
        StrictVendorReader.BuiltIn.Values.Select(static vendor => new TestCaseData(vendor).SetArgDisplayNames(vendor.Name));

    [TestCaseSource(nameof(Refusals))]
    public void A_request_that_a_vendor_refuses_gets_its_status_and_body(StrictVendor vendor, string id)
    {
        var row = RefusedRequests.Of(vendor, id);

        var refused = VendorRefusals.Find(vendor, RefusedRequests.With(row.Bad));

        Assert.That(refused?.Refusal, Is.EqualTo(id));
        Assert.That(
            (refused!.Vendor, refused.Status, Text(JsonElement.Parse(refused.Body.Span))),
            Is.EqualTo((vendor.Name, row.Status, Text(JsonElement.Parse(row.Body)))));
    }

    [TestCaseSource(nameof(Refusals))]
    public void The_request_put_right_is_taken(StrictVendor vendor, string id) =>
        Assert.That(VendorRefusals.Find(vendor, RefusedRequests.With(RefusedRequests.Of(vendor, id).Good)), Is.Null);

    [TestCaseSource(nameof(Vendors))]
    public void A_plain_request_is_taken_by_every_vendor(StrictVendor vendor) =>
        Assert.That(VendorRefusals.Find(vendor, Encoding.UTF8.GetBytes(Canonical)), Is.Null);

    [TestCaseSource(nameof(Vendors))]
    public void What_is_no_JSON_is_not_the_vendors_to_judge(StrictVendor vendor) =>
        Assert.That(VendorRefusals.Find(vendor, "{\"model\":"u8.ToArray()), Is.Null);

    [Test]
    [Category(WrittenPage.Category)]
    public void The_page_in_docs_is_the_one_made_from_the_data() => WrittenPage.AssertIs("docs/vendors-strict.md", RefusalPage.Create());

    [Test]
    public void Every_row_is_a_refusal_of_the_data() => Assert.That(
        RefusedRequests.All.Where(static row => StrictVendorReader.BuiltIn[row.Vendor].Refusals.All(refusal => refusal.Id != row.Refusal)),
        Is.Empty);

    [Test]
    public void The_words_for_faults_are_the_kinds_that_the_lint_finds()
    {
        var kinds = typeof(FaultKinds).GetFields().Select(static field => (string)field.GetRawConstantValue()!);

        Assert.That(StrictWords.Faults.Words.Select(static word => word.Name), Is.EquivalentTo(kinds));
    }

    [Test]
    public void A_refusal_that_the_lint_finds_names_the_check_and_counts_for_every_relay()
    {
        var vendors = StrictVendorReader.BuiltIn;

        var orphan = VendorRefusals.Find(
            vendors["openai"],
            RefusedRequests.With("""{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"c1","content":"11"}]}"""));
        var own = VendorRefusals.Find(vendors["mistral"], RefusedRequests.With("""{"seed":7}"""));

        Assert.That(
            (orphan?.Check, orphan?.IsUniversal, orphan?.Member), Is.EqualTo(("chat-tool-pairs", true, "messages[1].tool_call_id")));
        Assert.That((own?.Check, own?.IsUniversal, own?.Member), Is.EqualTo(((string?)null, false, "seed")));
    }

    [Test]
    public void The_signature_is_wanted_on_the_first_call_of_each_message_since_the_user_spoke()
    {
        const string Old = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":"""
            + """{"name":"a","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}""";
        const string Signed = """{"role":"assistant","content":null,"tool_calls":[{"id":"c2","type":"function","function":"""
            + """{"name":"a","arguments":"{}"},"extra_content":{"google":{"thought_signature":"b25l"}}},"""
                + """{"id":"c3","type":"function","function":{"name":"b","arguments":"{}"}}]}""";
        const string User = """{"role":"user","content":"Hi"}""";

        var refused = VendorRefusals.Find(
            StrictVendorReader.BuiltIn["gemini"], RefusedRequests.With($$"""{"messages":[{{User}},{{Old}},{{User}},{{Signed}}]}"""));

        Assert.That(refused, Is.Null);
    }

    private static string Text(JsonElement json)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(
            text,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
