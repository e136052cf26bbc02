using System.Text;
using Conformance.Classifying;
using Conformance.Classifying.Streams;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Scripting;

/// <summary>
/// Finds the most readable step that sends exactly the bytes of a frame: each candidate is written by the mock's own writer and compared.
/// </summary>
internal sealed class FrameSpeller(Wire wire, string model)
{
    private static readonly string[] FieldNames = ["event", "id", "retry", "data"];
    private static readonly (Newline Kind, string Word)[] Newlines = [(Newline.Lf, "lf"), (Newline.Crlf, "crlf"), (Newline.Cr, "cr")];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrameWriter _writer = new(wire, model);

    /// <summary>Returns the step for a frame of a body.</summary>
    public SpelledStep Spell(ReadOnlyMemory<byte> body, FrameSpan frame)
    {
        var bytes = body.Span[frame.Start..frame.End];
        if (frame is { IsWhole: true, Lines.Count: > 0 })
        {
            foreach (var (kind, word) in Newlines.Where(newline => newline.Kind == NewlineOf(frame)))
            {
                foreach (var tried in ListCandidates(body.Span, frame))
                {
                    var step = tried.Step with { Newline = kind };
                    if (Writes(step, tried.Rider, bytes))
                    {
                        return tried.Spelling with { Newline = kind == wire.Newline ? null : word };
                    }
                }
            }
        }

        return SpellVerbatim(bytes);
    }

    /// <summary>Returns the step that sends bytes without any framing: as text where they are text, else as bytes.</summary>
    public static SpelledStep SpellVerbatim(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new SpelledStep($"raw: {ScenarioYaml.FormatScalar(Strict.GetString(bytes))}");
        }
        catch (DecoderFallbackException)
        {
            return new SpelledStep($"bytes: {ScenarioYaml.FormatScalar(FormatHex(bytes))}");
        }
    }

    /// <summary>Returns the line end that a frame's lines have; a frame of several has its first.</summary>
    public static Newline NewlineOf(FrameSpan frame) => frame.HasCrlf ? Newline.Crlf : frame.HasCr ? Newline.Cr : Newline.Lf;

    private bool Writes(SendingStep step, UsageStep? rider, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _writer.Write(step, rider).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception unfit) when (unfit is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair is JSON that no writer repeats.
            return false;
        }
    }

    private IEnumerable<TriedStep> ListCandidates(ReadOnlySpan<byte> body, FrameSpan frame)
    {
        if (StreamEvent.Read(body, frame, 0) is not { } happened)
        {
            var fields = ReadFields(body, frame);
            return fields.TryGetValue("", out var comment) && fields.Count == 1
                ? [new TriedStep(new CommentStep(comment), new SpelledStep($"comment: {ScenarioYaml.FormatScalar(comment)}"))]
                : [CreateSse(fields)];
        }

        List<TriedStep> tried = [];
        if (frame.Lines.Count == 1)
        {
            tried.AddRange(ChunkSteps.Create(happened, model));
        }

        tried.Add(CreateSse(ReadFields(body, frame)));
        return tried;
    }

    private static Dictionary<string, string> ReadFields(ReadOnlySpan<byte> body, FrameSpan frame)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var line in frame.Lines)
        {
            var value = Encoding.UTF8.GetString(body[line.ValueStart..line.End]);
            fields[line.Field] = fields.TryGetValue(line.Field, out var before) ? $"{before}\n{value}" : value;
        }

        return fields;
    }

    private static TriedStep CreateSse(Dictionary<string, string> fields)
    {
        string? Of(string name) => fields.GetValueOrDefault(name);
        var words = FieldNames.Where(fields.ContainsKey).Select(name => $"{name}: {ScenarioYaml.FormatScalar(fields[name])}");
        return new TriedStep(
            new SseStep(Of("event"), Of("id"), Of("retry"), Of("data")),
            new SpelledStep($"sse: {{{string.Join(", ", words)}}}"));
    }

    private static string FormatHex(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');
}
