using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Json;

namespace Relay.Tests.Json;

/// <summary>One spelling for each character of a JSON text.</summary>
internal sealed class PlainEscapesTests
{
    [TestCase("""{"a":"\u003cthink\u003E"}""", """{"a":"<think>"}""")]
    [TestCase("""{"a":"\/"}""", """{"a":"/"}""")]
    [TestCase("""{"a":"\u000a\u0009\u000d\u0008\u000c"}""", """{"a":"\n\t\r\b\f"}""")]
    [TestCase("""{"a":"\u0022\u005c"}""", """{"a":"\"\\"}""")]
    [TestCase("""{"a":"\u0000\u001F"}""", """{"a":"\u0000\u001F"}""")]
    [TestCase("""{"\u0061":"\u00e9\uff5c"}""", """{"a":"é｜"}""")]
    [TestCase("""{"a":"\ud83d\ude00"}""", """{"a":"😀"}""")]
    [TestCase("""{"a":"\ud83d"}""", """{"a":"\ud83d"}""")]
    [TestCase("""{"a":"\ud83d","b":"\ude00"}""", """{"a":"\ud83d","b":"\ude00"}""")]
    [TestCase("""{"a":"\ud83d\u003c"}""", """{"a":"\ud83d<"}""")]
    [TestCase("""{"a":"\\u003c\\/"}""", """{"a":"\\u003c\\/"}""")]
    [TestCase("""{"a":"\\\u003c"}""", """{"a":"\\<"}""")]
    [TestCase("""{"a":"plain \" \n"}""", """{"a":"plain \" \n"}""")]
    [TestCase("""C:\users\""", """C:\users\""")]
    [TestCase("\\u00", "\\u00")]
    public void A_character_has_one_spelling(string json, string expected) =>
        Assert.That(Encoding.UTF8.GetString(new PlainEscapes().In(Encoding.UTF8.GetBytes(json))), Is.EqualTo(expected));

    [Test]
    public void Every_character_means_the_same_in_its_one_spelling()
    {
        var escapes = new PlainEscapes();
        var wrong = Enumerable.Range(0, 0x10000).Where(static unit => !char.IsSurrogate((char)unit)).Where(unit =>
            JsonSerializer.Deserialize<string>(escapes.In(Encoding.UTF8.GetBytes($"\"a\\u{unit:x4}b\""))) != $"a{(char)unit}b");

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_text_without_other_spellings_is_not_copied()
    {
        var json = """{"a":"b\n\"c\""}"""u8;

        Assert.That(new PlainEscapes().In(json) == json, Is.True);
    }
}
