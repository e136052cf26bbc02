using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Scripting;

/// <summary>
/// Replaces text by filler of the same length: letters and digits become <c>x</c>; punctuation, spaces and the members' names stay.
/// </summary>
/// <remarks>
/// Every string is text unless its member is known to be structure: a vendor may put text anywhere. The declarations of a request (tools,
/// formats) stay, because the developer wrote them. Think tags stay, and so do the braces, quotes and keys of tool arguments, so that the
/// quirks of a stream stay visible.
/// </remarks>
internal static partial class TextFiller
{
    private const char Filler = 'x';
    private const char Digit = '1';

    // A character that stays; the value of a plan that was cleared.
    private const char Keep = '\0';

    private const int UnicodeEscape = 6;

    private static readonly HashSet<string> Structure = new(StringComparer.Ordinal)
    {
        "id", "object", "model", "type", "role", "name", "finish_reason", "native_finish_reason", "finishReason", "stop_reason",
        "system_fingerprint", "service_tier", "code", "format", "provider",
        "tool_call_id", "call_id", "detail", "param", "reasoning_effort", "effort", "tool_choice", "encoding_format", "status", "reason",
        "verbosity",
    };

    private static readonly string[] Declared = ["tools[]", "functions[]", "response_format", "error"];

    /// <summary>Fills the texts that were found in a body.</summary>
    public static void Fill(byte[] body, JsonTextWalk walk)
    {
        foreach (var run in walk.Runs.Where(static run => IsText(run.Path)))
        {
            var text = run.Text;
            var plan = Plan(run.Path, text);
            for (var at = 0; at < text.Length; at++)
            {
                if (plan[at] != Keep && IsTelling(text[at]))
                {
                    FillPlace(body, run.PlaceOf(at), plan[at]);
                }
            }
        }

        // The bytes of a token spell it.
        foreach (var (start, length, _) in walk.Numbers.Where(static number => number.Path.Contains("logprobs", StringComparison.Ordinal)
            && number.Path.EndsWith("bytes[]", StringComparison.Ordinal)))
        {
            body.AsSpan(start, length).Fill((byte)'1');
        }

        foreach (var (start, end) in walk.Rests)
        {
            FillAll(body.AsSpan(start, end - start));
        }
    }

    private static bool IsText(string path)
    {
        var member = path[(path.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);
        return !Structure.Contains(member) && !Declared.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static bool IsTelling(char unit) => char.IsAsciiLetterOrDigit(unit) || unit > 0x7F;

    /// <summary>Returns the filler of each character.</summary>
    private static char[] Plan(string path, string text)
    {
        var plan = new char[text.Length];
        plan.AsSpan().Fill(Filler);
        foreach (var tag in Tag().EnumerateMatches(text))
        {
            plan.AsSpan(tag.Index, tag.Length).Clear();
        }

        if (path.EndsWith("arguments", StringComparison.Ordinal))
        {
            PlanArguments(text, plan);
        }

        return plan;
    }

    /// <summary>
    /// Plans the replacement of arguments, which stay JSON: keys, escapes, and words outside strings stay, and digits outside strings
    /// become 1.
    /// </summary>
    private static void PlanArguments(string text, char[] plan)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '"')
            {
                plan[at] = char.IsAsciiDigit(text[at]) ? Digit : Keep;
                at++;
                continue;
            }

            var end = at + 1;
            while (end < text.Length && text[end] != '"')
            {
                if (text[end] == '\\')
                {
                    var length = end + 1 < text.Length && text[end + 1] == 'u' ? UnicodeEscape : 2;
                    plan.AsSpan(end, Math.Min(length, text.Length - end)).Clear();
                    end += length;
                }
                else
                {
                    end++;
                }
            }

            end = Math.Min(end + 1, text.Length);
            if (text.AsSpan(end).TrimStart() is [':', ..])
            {
                plan.AsSpan(at, end - at).Clear();
            }

            at = end;
        }
    }

    private static void FillPlace(byte[] body, (int Start, int Length) place, char filler)
    {
        if (place.Length == 0)
        {
            return;
        }

        var spelling = body.AsSpan(place.Start, place.Length);
        if (spelling[0] > 0x7F)
        {
            FillCharacter(spelling);
        }
        else
        {
            ExchangeRedactor.FillPlace(body, place, filler);
        }
    }

    /// <summary>Replaces a character of several bytes by another one of the same length, so that cuts inside characters stay.</summary>
    private static void FillCharacter(Span<byte> spelling)
    {
        ReadOnlySpan<byte> filler = spelling.Length switch
        {
            1 => "x"u8,
            2 => "é"u8,
            3 => "字"u8,
            _ => "😀"u8,
        };
        filler.CopyTo(spelling);
    }

    private static void FillAll(Span<byte> rest)
    {
        for (var at = 0; at < rest.Length;)
        {
            var status = Rune.DecodeFromUtf8(rest[at..], out var rune, out var length);
            var spelling = rest.Slice(at, length);
            if (status != System.Buffers.OperationStatus.Done || rune.Value > 0x7F)
            {
                if (status == System.Buffers.OperationStatus.Done)
                {
                    FillCharacter(spelling);
                }
            }
            else if (char.IsAsciiLetterOrDigit((char)rune.Value))
            {
                spelling[0] = (byte)Filler;
            }

            at += length;
        }
    }

    [GeneratedRegex("</?(think|thinking|thought|reasoning|tool_calls?)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
