using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>
/// Looks for each text of the client's request in the messages of the chat request; each message text is matched at most once.
/// </summary>
internal sealed class TextLedger
{
    private static readonly ConditionalWeakTable<ChatView, TextLedger> Ledgers = [];

    private readonly string[] _left;
    private readonly ChatView _chat;
    private readonly Dictionary<AskedText, TextPlace> _places = [];

    private TextLedger(ChatView chat)
    {
        _chat = chat;
        _left = [.. chat.Messages.Select(message => message.Text)];
        List<AskedText> all = [.. chat.Asked?.Texts ?? []];
        foreach (var role in all.Where(text => !text.IsOrphan).GroupBy(text => text.Role))
        {
            FindInOrder(role.Key, [.. role]);
        }

        // The longest first, so that a text that is a part of another one does not take its place.
        foreach (var text in all.Where(text => !_places.ContainsKey(text)).OrderByDescending(text => text.Text.Length))
        {
            _places[text] = Find(text);
        }
    }

    /// <summary>The ledger of a chat request.</summary>
    public static TextLedger Get(ChatView chat) => Ledgers.GetValue(chat, static one => new TextLedger(one));

    /// <summary>Where a text stands.</summary>
    public TextPlace PlaceOf(AskedText text) => _places.GetValueOrDefault(text, TextPlace.Nowhere);

    /// <summary>Whether some reading has the texts in this order: a text that several messages hold may be any of theirs.</summary>
    public bool CanStandInOrder(IEnumerable<AskedText> texts)
    {
        var at = 0;
        foreach (var text in texts.Where(text => PlaceOf(text) is { IsRightRole: true }))
        {
            while (at < _chat.Messages.Count
                && !(IsRight(text.Role, _chat.Messages[at].Role) && Search(_chat.Messages[at].Text, text.Text).At >= 0))
            {
                at++;
            }
        }

        return at < _chat.Messages.Count;
    }

    /// <summary>
    /// Finds the texts of a role one behind the other, as honest relays send them; nothing when one of them is missing there. Without this,
    /// texts joined in one message can hold a longer text of another message by chance, and lose a text of their own to it.
    /// </summary>
    private void FindInOrder(string role, List<AskedText> texts)
    {
        // In a history the same text may stand already; this turn's is the later one.
        var isBackward = _chat.Asked!.HasHistory;
        var messages = Enumerable.Range(0, _left.Length).Where(index => IsRight(role, _chat.Messages[index].Role));
        using var message = (isBackward ? messages.Reverse() : messages).GetEnumerator();
        var found = new List<(AskedText Text, int Message, Range Place)>();
        var rest = Range.All;
        foreach (var text in isBackward ? texts.AsEnumerable().Reverse() : texts)
        {
            var place = found.Count > 0 ? Search(message.Current, rest, text.Text, isBackward) : null;
            while (place is null && message.MoveNext())
            {
                rest = Range.All;
                place = Search(message.Current, rest, text.Text, isBackward);
            }

            if (place is not { } here)
            {
                return;
            }

            rest = isBackward ? rest.Start..here.Start : here.End..rest.End;
            found.Add((text, message.Current, here));
        }

        // From the back, so that the places before stay where they are.
        foreach (var (text, index, place) in isBackward ? found : found.AsEnumerable().Reverse())
        {
            _left[index] = string.Concat(_left[index].AsSpan()[..place.Start], "\0", _left[index].AsSpan()[place.End..]);
            _places[text] = new TextPlace(index, IsRightRole: true);
        }
    }

    private Range? Search(int message, Range rest, string text, bool isLast)
    {
        var (start, count) = rest.GetOffsetAndLength(_left[message].Length);
        var (at, length) = Search(_left[message].Substring(start, count), text, isLast);
        return at < 0 ? null : (start + at)..(start + at + length);
    }

    private TextPlace Find(AskedText text)
    {
        // In a history the same text may stand already; this turn's is the later one.
        var indexes = Enumerable.Range(0, _left.Length);
        List<int> order = [.. _chat.Asked!.HasHistory ? indexes.Reverse() : indexes];
        var right = order.Where(index => text.IsOrphan || IsRight(text.Role, _chat.Messages[index].Role));
        // A message that is the text alone, before one whose joined parts happen to hold it.
        if (right.FirstOrDefault(index => _left[index].Trim() == text.Text, -1) is >= 0 and var whole)
        {
            _left[whole] = "";
            return new TextPlace(whole, IsRightRole: true);
        }

        foreach (var index in right)
        {
            if (Take(index, text.Text))
            {
                return new TextPlace(index, IsRightRole: true);
            }
        }

        if (text.Role == "tool" && text.Text is ['{' or '[', ..] && StrictJson.Read(text.Text).Json is { } wanted
            && right.FirstOrDefault(index => StrictJson.Read(_chat.Messages[index].Text).Json is { } sent && wanted.Same(sent), -1) is >= 0
                and var same)
        {
            return new TextPlace(same, IsRightRole: true);
        }

        var wrong = order.FindIndex(index => Take(index, text.Text));
        return wrong < 0 ? TextPlace.Nowhere : new TextPlace(order[wrong], IsRightRole: false);
    }

    private bool Take(int index, string text)
    {
        var (at, length) = Search(_left[index], text);
        if (at >= 0)
        {
            _left[index] = string.Concat(_left[index].AsSpan(0, at), "\0", _left[index].AsSpan(at + length));
        }

        return at >= 0;
    }

    /// <summary>Where a message has a text, as it is or as JSON writes it.</summary>
    private static (int At, int Length) Search(string message, string text, bool isLast = false)
    {
        var at = IndexOf(message, text, isLast);
        if (at >= 0)
        {
            return (at, text.Length);
        }

        var escaped = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        return (IndexOf(message, escaped, isLast), escaped.Length);
    }

    private static int IndexOf(string message, string text, bool isLast) =>
        isLast ? message.LastIndexOf(text, StringComparison.Ordinal) : message.IndexOf(text, StringComparison.Ordinal);

    private static bool IsRight(string asked, string sent) => asked switch
    {
        "system" => sent is "system" or "developer",
        "tool" => sent is "tool" or "function",
        _ => sent == asked,
    };
}
