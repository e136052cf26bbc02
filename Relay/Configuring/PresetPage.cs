using System.Text;
using Relay.Policies;

namespace Relay.Configuring;

/// <summary>Writes docs/presets.md: what each preset does otherwise than the defaults, and the case that shows it.</summary>
internal static class PresetPage
{
    private const string Head = """
        # The presets

        `--preset NAME` sets policies, clocks and retries that belong together; single ones said beside it win. Each difference from the defaults stands here with the case that
        shows it, and where there is one the twin that shows what the relay does by default. A test plays each case under the defaults, and each twin under the preset: both fail.

        This page is printed by `Relay --print-presets`. After a change: `Relay --print-presets > docs/presets.md`.

        """;

    private const string Copies = """

        ## How the older systems are reproduced

        Four presets reproduce older systems, warts included, so that who used one of them can move without surprise. Their `translation` follows its own rules; policies on calls,
        content, endings and form say nothing to it. It frames as WHATWG says and no other way: an event without its blank line is lost, a sentinel
        without its field `data` is none, and a body that is no event stream has no events.

        **codex-relay** answers in Responses events itself: they and their members are exactly its own. What it thought is kept in memory for the next turn of the same client.
        Of its requests the settings above are reproduced. The rest is this relay's: what it never carried (`tool_choice`, `top_p`, formats) goes up. Calls of custom tools in the
        input are calls of functions. Calls share a message with the text before them. Items it did not know, which it made empty messages of the user, are left out.
        `system_messages=separate` is the default, so that instructions and messages of the system or the developer stay separate messages where they stand.
        `stream: false` gives the `response` of the last event, calls and all; its own one body had another form and lost calls.

        **codex-core**, **codex-api-v1** and **codex-api-v2** are clients, which hand events to the rest of Codex. Each of these goes down under its Responses name with what it
        holds and no more, in the order and number it was made in:

        | inside | outside | members |
        | --- | --- | --- |
        | `OutputItemAdded(item)` | `response.output_item.added` | `item` |
        | `OutputTextDelta(text)` | `response.output_text.delta` | `delta` |
        | `ReasoningContentDelta(text, index)` | `response.reasoning_text.delta` | `delta`, `content_index` (0 where there is none inside) |
        | `OutputItemDone(item)` | `response.output_item.done` | `item` |
        | `Completed(id, usage)` | `response.completed` | `response` with its empty `id` and null `usage`, and what a client needs: `status`, `model`, `output` of the items done |
        | an error, once the stream stands | `response.failed` | `response` as above with `error`; the code is the relay's own name, `context_length_exceeded` for a full context |
        | an error before that | an HTTP status | the relay's error body |

        There is no `response.created`, because none of them makes one, and nothing is numbered. `early_headers_ms=0` sends no headers before those of the upstream: a wait that
        `Retry-After` names is waited for up to `retry_cap_ms`, however long the client sees nothing. `stream: false`, which they never asked for, gives the `response` of the last event;
        the vendor's whole answer counts as one chunk. The requests of codex-core are reproduced by the settings above. Those of codex-api-v1 and -v2, and what they ask again, were
        made elsewhere: they are this relay's own.

        **Names and types of tools.** The older systems sent the names of functions up unchanged, and knew no namespaces. This relay sends names that every vendor accepts, and
        functions of a namespace under joined names. Under each of the four presets their calls come back under the name and the namespace that the client declared. Where custom
        tools, `local_shell`, `shell` and `apply_patch` go up as functions, as under codex-api-v1 and -v2, their calls come back as items of the type that the client declared.

        **What is not reproduced**, for safety: a vendor's raw body, keys and addresses go to no client and no log, where codex-relay showed the body. Its words are cleaned instead.
        Redirects are not followed. Thoughts are found again by the client that had them only, and the oldest are forgotten above 32 MiB; the old relay mixed all clients and forgot nothing.
        codex-relay's history by `previous_response_id` is the relay's own store, with its age and its owners: an id that is not there is a 400, where the old relay began anew.
        codex-core passed on or left out roles, parts and outputs that chat has no form for; here they are refused.

        """;

    public static string Create()
    {
        var page = new StringBuilder(Head);
        foreach (var preset in PolicyPresets.All)
        {
            Write(page, preset);
        }

        return page.Append(Copies).ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder page, Preset preset)
    {
        page.Append($"\n## {preset.Name}\n\n{preset.Summary}\n");
        if (preset.Settings.Count > 0)
        {
            page.Append("\n| setting | default | here | case |\n| --- | --- | --- | --- |\n");
            foreach (var said in preset.Settings)
            {
                page.Append($"| `{said.Name}` | `{SettingTable.Find(said.Name)!.Default}` | `{said.Value}` | {Link(said.Scenario)} |\n");
            }
        }

        if (preset.Behaviours.Count > 0)
        {
            page.Append("\n| the translation | case | by default |\n| --- | --- | --- |\n");
            foreach (var behaviour in preset.Behaviours)
            {
                page.Append($"| {behaviour.Summary} | {Link(behaviour.Scenario)} | {Link(behaviour.Twin)} |\n");
            }
        }
    }

    private static string Link(string? scenario) => scenario is null ? "" : $"[{scenario[(scenario.LastIndexOf('/') + 1)..]}](../Scenarios/{scenario}.yaml)";
}
