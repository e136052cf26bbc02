using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Requests.Writing;

namespace Relay.Tests.Requests;

/// <summary>What a configuration changes in a chat request.</summary>
internal sealed class ChatParametersTests
{
    [TestCase("""{"a":1,"b":2}""", null, "b", """{"a":1}""")]
    [TestCase("""{"o":{"x":1,"y":2},"p":3}""", null, "o.x", """{"o":{"y":2},"p":3}""")]
    [TestCase("""{"o":3}""", null, "o.x", """{"o":3}""")]
    [TestCase("""{"a":1}""", """{"b":{"c":2.0}}""", "", """{"a":1,"b":{"c":2.0}}""")]
    [TestCase("""{"a":1,"z":0}""", """{"a":9}""", "", """{"z":0,"a":9}""")]
    [TestCase(
        """{"o":{"x":1,"d":{"e":1}},"z":0}""", """{"o":{"y":2,"d":{"f":2}}}""", "", """{"o":{"x":1,"d":{"e":1,"f":2},"y":2},"z":0}""")]
    [TestCase("""{"o":{"x":1}}""", """{"o":null}""", "", """{"o":null}""")]
    [TestCase("""{"o":1}""", """{"o":{"x":1}}""", "", """{"o":{"x":1}}""")]
    [TestCase("""{"o":{"x":1}}""", """{"o":{"y":2}}""", "o", """{"o":{"y":2}}""")]
    [TestCase("""{"o":{"x":1}}""", """{"o":{"y":2}}""", "o.x", """{"o":{"y":2}}""")]
    [TestCase("""{"t":"ü<","n":1.10,"d":{"k":1,"k":2}}""", """{"b":1}""", "", """{"t":"ü<","n":1.10,"d":{"k":1,"k":2},"b":1}""")]
    public void Members_are_left_out_and_merged_in(string chat, string? extra, string dropped, string expected)
    {
        var parameters = new ChatParameters(extra is null
            ? null
            : JsonElement.Parse(extra), dropped.Split(',', StringSplitOptions.RemoveEmptyEntries));

        var changed = parameters.Apply(Encoding.UTF8.GetBytes(chat));

        Assert.That(Encoding.UTF8.GetString(changed.Span), Is.EqualTo(expected));
    }
}
