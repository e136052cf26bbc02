using System.Security.Cryptography;
using System.Text;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>The two words by which a request is matched to its case: the model it names, and the API key the client shows.</summary>
public static class CaseKey
{
    private const int DigitsOfTheKey = 32;

    /// <summary>
    /// Returns the name of a scenario, which a client gives as its model: <c>rc-</c> and the id with dots for slashes, such as
    /// <c>rc-tools.name-split</c>. Letters, digits, dots and hyphens survive every relay seen.
    /// </summary>
    public static string Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);

        return Of(scenario.Id);
    }

    /// <summary>Returns the name of the scenario with this id.</summary>
    public static string Of(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);

        return "rc-" + id.Replace('/', '.');
    }

    /// <summary>
    /// Returns the API key of a client that plays the case: <c>sk-rc-</c> and 32 hexadecimal digits that only the name determines.
    /// </summary>
    /// <remarks>
    /// The key and the name share no word, so that a key in an answer is not mistaken for the model, which every answer names.
    /// </remarks>
    /// <param name="name">The case's name, such as <see cref="Of(string)"/> returns it.</param>
    public static string ApiKeyOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("api key of " + name)));
        return "sk-rc-" + digest[..DigitsOfTheKey];
    }
}
