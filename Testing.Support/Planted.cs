using NUnit.Framework;

namespace Testing.Support;

/// <summary>
/// Words that look like nothing, planted wherever a secret can stand: only somebody who handed one on can have written it.
/// </summary>
public static class Planted
{
    public const string VendorKey = "plum-orchard-4711";
    public const string VendorHeader = "quince-harbour-0815";
    public const string OtherKey = "medlar-causeway-1312";
    public const string ClientKey = "walnut-grove-1729";
    public const string WrongClientKey = "hazel-meadow-6174";
    public const string StorePassword = "sorrel-bridge-9001";
    public const string OfTheUser = "bramble-quarry-3301";

    /// <summary>What a seal key is made of; also kept from view in its written form.</summary>
    public const string SealKey = "cGx1bW9yY2hhcmRwbHVtb3JjaGFyZHBsdW1vcmNoYSE=";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        VendorKey,
        VendorHeader,
        OtherKey,
        ClientKey,
        WrongClientKey,
        StorePassword,
        OfTheUser,
        SealKey,
    ];

    /// <summary>The environment of a user who has keys of their own beside those of the relay.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Environment { get; } =
    [
        KeyValuePair.Create("VENDOR_KEY", (string?)VendorKey),
        KeyValuePair.Create("VENDOR_TOKEN", (string?)VendorHeader),
        KeyValuePair.Create("OPENAI_API_KEY", (string?)OfTheUser),
        KeyValuePair.Create("UPSTREAM_API_KEY", (string?)OfTheUser),
        KeyValuePair.Create("DEEPSEEK_API_KEY", (string?)OfTheUser),
    ];

    /// <summary>Writes the file of seal keys.</summary>
    public static string WriteSealKeys(string folder) => Write(folder, "seal.keys", $"one:{SealKey}\n");

    /// <summary>Writes the file of the clients' keys.</summary>
    public static string WriteClientKeys(string folder) => Write(folder, "clients.keys", $"{ClientKey}\n");

    /// <summary>Writes a file.</summary>
    public static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Holds that a text has none of them, in no spelling.</summary>
    public static void AssertNoneIn(string place, string text, params IEnumerable<string> others)
    {
        foreach (var secret in All.Concat(others))
        {
            Assert.That(text, Does.Not.Contain(secret).IgnoreCase, place);
        }
    }

    /// <summary>Holds that nothing tells where in the program something broke.</summary>
    public static void AssertNoStackTrace(string place, string text) =>
        Assert.That(text, Does.Not.Match(@"(?m)^\s+at \w+\.").And.Not.Contain("System.Net.").And.Not.Contain("Exception"), place);
}
