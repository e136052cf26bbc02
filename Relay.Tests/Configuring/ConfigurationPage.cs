using System.Text;
using Relay.Configuring;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Tests.Configuring;

/// <summary>Writes the page <c>docs/configuration.md</c> from the table of settings, so that the two cannot differ.</summary>
internal static class ConfigurationPage
{
    /// <summary>Returns the page as Markdown.</summary>
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

        This page is generated from the code. After a change: `./docs.sh`.

        The relay reads its configuration from three sources: a file, environment variables and the command line. A later source overrides an earlier one. The minimum is one option, an address or a vendor:

        ```sh
        UPSTREAM_API_KEY=… dotnet Relay.dll --upstream https://vendor.example/v1
        DEEPSEEK_API_KEY=… dotnet Relay.dll --vendor deepseek       # a known vendor
        ```

        | Source | Example for the setting `retry_max` |
        | --- | --- |
        | file | `retry_max: 5` at the top level, or in an entry of `upstreams` for that upstream only |
        | environment | `RELAY_RETRY_MAX=5` |
        | command line | `--retry-max 5`, `--retry-max=5`, or `--set retry_max=5` |

        The relay reads a file only if `--config relay.yaml` or `RELAY_CONFIG` names one. The current folder never changes its configuration.
        An error is reported as one sentence with its place in the file and the nearest valid name, and the relay exits with 2: `relay.yaml:7:3: There is no setting 'retry_mux'. Did you mean 'retry_max'?`.
        A switch on the command line needs no value: `--insecure` means `--insecure on`.
        On the command line and in environment variables, a list is written `a,b` and a mapping `{a: 1}`. In Kubernetes, a service named `relay` sets `RELAY_PORT` in every pod;
        rename the service, or set `enableServiceLinks: false`.

        ## A file with several vendors

        ```yaml
        port: 8080
        max_streams: 500
        retry_max: 3                            # default for every upstream

        upstreams:
          deepseek:
            vendor: deepseek                    # sets address, key variable and settings
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
          "claude-*": azure                     # every other name with this prefix
        default_upstream: local
        ```

        An upstream inherits the settings of the top level, from any source, and its own settings override them. Base URL, key and headers are never inherited. A preset is applied first, in whatever
        order the lines appear, and policies next to it override it.

        **Model routing.** The first match is used: an exact entry in `models` or in an upstream's `models`; `name/model`, where `name` is an upstream (the prefix is removed);
        the longest matching pattern; `default_upstream`; the upstream of `--upstream`; the only upstream. Without a match, the relay returns 404 `model_not_found` and calls no vendor. The response names
        the model that the client requested. In `models`, a text value is `upstream/model`, the name of an upstream, or otherwise the name of the model at the default upstream. `GET /v1/models` merges the lists of all upstreams with the names of
        `models`, each under a name that routes back to it. An upstream that does not answer is omitted, with a warning.

        **Addresses** may contain a query. Azure is supported in its v1 form, `…/openai/v1`, with or without `?api-version=preview`, and in the older form for one deployment:
        `https://acme.openai.azure.com/openai/deployments/my-deployment?api-version=2024-10-21`.

        **Parameters.** `drop_params` is applied first, then `extra_params`: objects are merged, other values replace the client's. Neither can change `model`, `messages` and `stream`.

        **Headers.** `headers` are sent with every request and replace the relay's own; a credential among them (`authorization`, `api-key`, …) replaces the key. The headers named by `headers_up` and
        `headers_down` are forwarded in addition to the default ones (up: `x-codex-turn-state`; down: the same, `retry-after`, `retry-after-ms`, `x-request-id`, `x-ratelimit-*`); a name may end in `*`. Headers that belong to one
        connection or one account are never forwarded.

        **Secrets.** No answer, log or listing contains keys, header values or base URLs: `GET /policies` and `--print-policies` print `set` or `unset`. Keys have no flag, because other users of a
        machine can read command lines.

        """;

    private static void WriteGroup(StringBuilder page, SettingGroup group)
    {
        page.Append($"## {group.Title}\n\n{group.Summary}\n\n");
        page.Append("| Setting | Value | Default | Allowed in | Effect |\n| --- | --- | --- | --- | --- |\n");
        foreach (var setting in group.Settings)
        {
            var usual = setting.Default.Length == 0 ? "" : $"`{setting.Default}`";
            page.Append($"| `{setting.Name}` | {Cell(setting.Kind)} | {usual} | {Where(setting)} | {Cell(setting.Summary)} |\n");
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
        page.Append(
            "## Policies\n\nPolicies select between behaviours that are all valid for a relay. In a file, they are set under `policies`, "
            + "at the top level or in an upstream; elsewhere, they are set like settings\n"
            + "(`--set think_tags=off`, `RELAY_THINK_TAGS=off`). The first value is the default.\n\n| Policy | Value | Effect |\n| --- | "
            + "--- | --- |\n");
        foreach (var policy in PolicyCatalog.All)
        {
            page.Append($"| **`{policy.Name}`** | | {Cell(policy.Summary)} |\n");
            foreach (var value in policy.Values)
            {
                page.Append($"| | `{value.Name}` | {Cell(value.Summary)} |\n");
            }
        }

        page.Append(
            "\n## Presets\n\n[presets.md](presets.md) lists the effects of each preset, with the cases that show them.\n\n"
            + "| Preset | Settings |\n| --- | --- |\n");
        foreach (var preset in PolicyPresets.All)
        {
            var set = preset.Settings.Select(static said => $"`{said.Name}={said.Value}`").ToList();
            page.Append($"| `{preset.Name}` | {(set.Count > 0 ? string.Join(", ", set) : "the defaults")} |\n");
        }
    }

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<think>", "`<think>`", StringComparison.Ordinal);
}
