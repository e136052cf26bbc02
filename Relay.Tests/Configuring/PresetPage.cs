using System.Text;
using Relay.Configuring;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Tests.Configuring;

/// <summary>Writes <c>docs/presets.md</c>: the differences between each preset and the defaults, and the case that shows each.</summary>
internal static class PresetPage
{
    private const string Head = """
        # The presets

        `--preset NAME` sets a group of policies, timeouts and retries; settings given explicitly override it. Each difference from the defaults is listed with the case that
        shows it and, where there is one, a case that shows the default behaviour. Tests verify that the first fails without the preset, and the second fails with it.

        This page is generated from the relay's presets and `Scenarios/vocabulary/presets.yaml`. After a change: `./docs.sh`.

        """;

    private const string Copies = """

        ## How the older systems are reproduced

        Four presets reproduce older systems, including their bugs, so that their users can migrate without changes in behaviour. Their `translation` has its own rules and ignores the policies on calls,
        content, endings and form. It parses server-sent events strictly according to WHATWG: an event without its blank line is lost, a sentinel
        outside a `data` field is ignored, and a body that is not an event stream contains no events.

        **codex-relay** returns Responses events, and the preset reproduces these events and their members exactly. Reasoning is stored in memory for the next turn of the same client.
        Its requests to the upstream are reproduced by the settings above. Otherwise this relay's own rules apply: settings that codex-relay never sent (`tool_choice`, `top_p`, formats) are sent. Calls of custom tools in the
        input are sent as function calls. Calls share a message with the text before them. Unknown items, which codex-relay turned into empty user messages, are omitted.
        `system_messages=separate` is the default, so instructions, system messages and developer messages stay separate, in their places.
        `stream: false` returns the `response` of the last event, including calls; codex-relay returned another form that lost calls.
        The comments that keep a stream alive have a text; those of codex-relay had none.

        **codex-core**, **codex-api-v1** and **codex-api-v2** are clients that pass events to the rest of Codex. Each of these events is returned under its Responses name with its
        own members only, in the original order and number:

        | Internal event | Responses event | Members |
        | --- | --- | --- |
        | `OutputItemAdded(item)` | `response.output_item.added` | `item` |
        | `OutputTextDelta(text)` | `response.output_text.delta` | `delta` |
        | `ReasoningContentDelta(text, index)` | `response.reasoning_text.delta` | `delta`, `content_index` (0 if the internal event has none) |
        | `OutputItemDone(item)` | `response.output_item.done` | `item` |
        | `Completed(id, usage)` | `response.completed` | `response` with its empty `id` and null `usage`, plus the members that clients require: `status`, `model`, `output` with the finished items |
        | an error, after the stream has opened | `response.failed` | `response` as above with `error`. The code is the relay's own error code, or `context_length_exceeded` if the context is full. The message of an idle timeout is theirs, the others are the relay's |
        | an error before that | an HTTP status | the relay's error body |

        There is no `response.created`, because none of the three creates one, and events have no sequence numbers. With `early_headers_ms=0`, no headers are sent before the upstream's arrive: the relay waits
        as long as `Retry-After` requests, up to `retry_cap_ms`, and the client receives nothing during that time. `stream: false`, which they never sent, returns the `response` of the last event;
        the vendor's complete answer is handled as one chunk, and where these clients read one chunk otherwise than several, one body differs from a stream. A stream also differs from one body where
        the vendor sends JSON although a stream was requested: these clients find no event in it. codex-api-v1 and -v2 read on after a completion, and returned an error that occurred then as well:
        `response.completed` may be followed by one `response.failed`. No other preset returns two terminal events. The settings above reproduce the requests of codex-core.

        ## What is not reproduced

        The relay differs from the older systems where their behaviour is unsafe, or has no form in a request or a response:

        | Older system | Its behaviour | This relay | Reason |
        | --- | --- | --- | --- |
        | all | The names of tools were sent unchanged, in declarations and in calls. | Names that a vendor may reject are changed. Calls are returned under the name and namespace that the client declared. | Safety: one illegal name makes a vendor reject the whole request. |
        | all | There were no namespaces. | The functions of a namespace are sent as functions; the names are joined. | The older request had no form for them. |
        | codex-api | Requests and retries were created by other components. | This relay's own rules apply. Custom tools and a shell are sent as functions, and their calls are returned as items of the declared type. | These presets have no older request to reproduce. |
        | all | An event could have any size. | An event above 32 MiB fails the response. | Safety: memory. |
        | codex-core, codex-api | A client that left was not noticed: the upstream was read to its end. | The call of the upstream ends with the client. | Safety: nobody reads the answer, which still costs. What nobody receives has no form on the wire. |
        | codex-relay | A failure contained the raw body of the upstream's error, and the text of a connection error with its address. | The message of the error, redacted; no body, no address. | Safety: bodies and addresses contain keys and internal names. |
        | codex-relay | Redirects were followed. | They are failures with the status of the redirect. | Safety: a redirect would carry the key to another host. |
        | codex-relay | A response was stored even with `store: false`. | It is not stored, and the turn that continues it is rejected. Its reasoning is kept in memory, as codex-relay kept it. | Safety: a client that forbids storage relies on it. |
        | codex-relay | An unknown `previous_response_id` began a new conversation. | It is rejected with 400, as is one whose response has expired or belongs to another client. | Safety: the model would answer without its history, and nobody would notice. |
        | codex-relay | All clients shared one memory of reasoning, without a limit. | Each client has its own, and above 32 MiB the oldest entry is removed. | Safety: one client must not receive the reasoning of another. |
        | codex-core | Other roles and parts were sent unchanged or omitted. | Roles and parts that Chat Completions does not have are rejected. | Safety: content must not be lost silently. |
        | codex-core | `stream` was always true. | It is sent as the client requested. | codex-core never requested one body. |
        | codex-core | A last retry that failed was `RetryLimit(status)`, another status `UnexpectedStatus(status, body)`. | The HTTP status with the relay's error body. | Neither has a form on the wire. |
        | codex-api | Each read of the stream was reported to the telemetry of Codex. | The relay has its own metrics. | It has no form on the wire. |

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
        var cases = PresetCases.Find(preset.Name);
        page.Append($"\n## {preset.Name}\n\n{preset.Summary}\n");
        if (preset.Settings.Count > 0)
        {
            page.Append("\n| Setting | Default | Preset value | Case |\n| --- | --- | --- | --- |\n");
            foreach (var (name, value) in preset.Settings)
            {
                page.Append(
                    $"| `{name}` | `{SettingTable.Find(name)!.Default}` | `{value}` | {Link(cases.Settings.GetValueOrDefault(name))} |\n");
            }
        }

        if (cases.Effects.Count > 0)
        {
            page.Append("\n| Behaviour | Case | Default |\n| --- | --- | --- |\n");
            foreach (var effect in cases.Effects)
            {
                page.Append($"| {effect.Summary} | {Link(effect.Case)} | {Link(effect.Twin)} |\n");
            }
        }
    }

    private static string Link(string? scenario) =>
        scenario is null ? "" : $"[{scenario[(scenario.LastIndexOf('/') + 1)..]}](../Scenarios/{scenario}.yaml)";
}
