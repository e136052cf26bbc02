using System.Text;
using Relay.Policies;

namespace Relay.Configuring;

/// <summary>The page <c>docs/configuration.md</c>, made of the table of settings so that it cannot say anything else.</summary>
internal static class ConfigurationPage
{
    /// <summary>The whole page as Markdown.</summary>
    public static string Create()
    {
        var page = new StringBuilder();
        page.Append(Opening).Append('\n');
        foreach (var group in SettingTable.Groups)
        {
            WriteGroup(page, group);
        }

        page.Append(VendorPage.Create()).Append('\n');
        WritePolicies(page);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private const string Opening =
        """
        # Configuration

        This page is made from the code (`Relay --print-docs`). After a change: `UPDATE_DOCS=1 dotnet test Conformance.Tests --filter "FullyQualifiedName~ConfigurationPageTests"`.

        The relay is told what to do in three places: a file, the environment, the command line. What comes later in that order wins. The simplest form is one word, an address or a vendor:

        ```sh
        UPSTREAM_API_KEY=… Relay --upstream https://vendor.example/v1
        DEEPSEEK_API_KEY=… Relay --vendor deepseek       # one of the vendors known by name
        ```

        | where | how a setting `retry_max` is said |
        | --- | --- |
        | file | `retry_max: 5` at the top, or in one of the `upstreams` for that one |
        | environment | `RELAY_RETRY_MAX=5` |
        | command line | `--retry-max 5`, `--retry-max=5`, or `--set retry_max=5` |

        A file is read only where one is named, by `--config relay.yaml` or `RELAY_CONFIG`: a relay never does something else because of the folder it was started in.
        What is wrong is one sentence, with the place in the file and the nearest word there is, and exit code 2: `relay.yaml:7:3: There is no setting 'retry_mux'. Did you mean 'retry_max'?`.
        On a command line and in the environment a list is written `a,b` and a mapping `{a: 1}`. In Kubernetes a service called `relay` sets `RELAY_PORT` for every pod;
        give the service another name, or set `enableServiceLinks: false`.

        ## A file with several vendors

        ```yaml
        port: 8080
        max_streams: 500
        retry_max: 3                            # for every upstream that says nothing else

        upstreams:
          deepseek:
            vendor: deepseek                    # its address, its key's variable, its needs
            models: [deepseek-chat, deepseek-reasoner]
          azure:
            vendor: azure
            base_url: https://acme.openai.azure.com/openai/v1?api-version=preview
            api_key_env: AZURE_KEY
          local:
            vendor: ollama
            extra_params: {options: {num_ctx: 32768}}
            drop_params: [parallel_tool_calls]
            first_byte_ms: 1200000

        models:
          gpt-5: {upstream: azure, model: my-deployment}
          fast: local/qwen3:8b                  # short for the same
          "claude-*": azure                     # every other name that begins so
        default_upstream: local
        ```

        An upstream starts from what stands at the top, wherever that was said, and its own settings win; base URL, key and headers are never shared. A preset goes first, whatever
        the order of the lines, and policies said beside it win.

        **Who takes a model**, the first of: an entry of its own in `models` or in an upstream's `models`; `name/model`, where an upstream has that name, which is cut off;
        the pattern that says most of the name; `default_upstream`; the upstream of `--upstream`; the only one there is. Nobody: 404 `model_not_found`, and no vendor is called. The response keeps
        the name the client asked for. In `models`, a text is `upstream/model`, the name of an upstream alone, or else what the default upstream calls the model. `GET /v1/models` joins the lists of all upstreams with the names of
        `models`, each under a name that leads back to it; an upstream that does not answer is left out with a warning.

        **An address** keeps its query. Azure is called in its v1 form, `…/openai/v1`, with or without `?api-version=preview`; the older form of one deployment is an address too:
        `https://acme.openai.azure.com/openai/deployments/my-deployment?api-version=2024-10-21`.

        **Parameters.** `drop_params` first, then `extra_params`, whose objects are merged and whose other values replace the client's. `model`, `messages` and `stream` stay the relay's own.

        **Headers.** `headers` go with every call and replace the relay's own; one that is a credential (`authorization`, `api-key`, …) stands for the key. Those in `headers_up` and
        `headers_down` pass through in addition to the usual ones (up: `x-codex-turn-state`; down: that, `retry-after`, `retry-after-ms`, `x-request-id`, `x-ratelimit-*`); a name may end in `*`. What belongs to one
        connection or one account never passes.

        **Secrets.** Keys, headers' values and base URLs show in no answer, log or listing: `GET /policies` and `--print-policies` say `set` or `unset`. Keys have no flag, because other users of a
        machine see command lines.

        """;

    private static void WriteGroup(StringBuilder page, SettingGroup group)
    {
        page.Append($"## {group.Title}\n\n{group.Summary}\n\n| setting | value | default | where | what it does |\n| --- | --- | --- | --- | --- |\n");
        foreach (var setting in group.Settings)
        {
            page.Append($"| `{setting.Name}` | {Cell(setting.Kind)} | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}`")} | {Where(setting)} | {Cell(setting.Summary)} |\n");
        }

        page.Append('\n');
    }

    private static string Where(Setting setting)
    {
        var place = setting.Scope switch
        {
            SettingScope.Relay => "top",
            SettingScope.Shared => "top, upstream",
            SettingScope.Own => "top (of `upstream`), upstream",
            _ => "upstream",
        };
        var flag = setting.HasFlag || !setting.IsForTop ? "" : "; no flag";
        return setting.OldVariable is null ? place + flag : $"{place}{flag}; also `{setting.OldVariable}`";
    }

    private static void WritePolicies(StringBuilder page)
    {
        page.Append("## Policies\n\nThe choices on which honest relays differ. In a file they stand under `policies`, at the top or in an upstream; elsewhere they are said as settings are\n(`--set think_tags=off`, `RELAY_THINK_TAGS=off`). The first value is the default.\n\n| policy | value | what it does |\n| --- | --- | --- |\n");
        foreach (var policy in PolicyCatalog.All)
        {
            page.Append($"| **`{policy.Name}`** | | {Cell(policy.Summary)} |\n");
            foreach (var value in policy.Values)
            {
                page.Append($"| | `{value.Name}` | {Cell(value.Summary)} |\n");
            }
        }

        page.Append("\n## Presets\n\n[presets.md](presets.md) has what each does, and the case that shows it.\n\n| preset | what it sets |\n| --- | --- |\n");
        foreach (var preset in PolicyPresets.All)
        {
            var set = preset.Settings.Select(static said => $"`{said.Name}={said.Value}`").ToList();
            page.Append($"| `{preset.Name}` | {(set.Count > 0 ? string.Join(", ", set) : "the defaults")} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<think>", "`<think>`", StringComparison.Ordinal);
}
