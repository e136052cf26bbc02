using NUnit.Framework;

namespace Scenarios.Tests.Reading;

/// <summary>
/// Each mistake is told with its place and its remedy. Steps start in line 8, an upstream in line 6, an expectation in line 7.
/// </summary>
public sealed class ProblemTests
{
    [TestCase("finsh: stop", "8:7: unknown-key 'finsh' is not a step; did you mean 'finish'?")]
    [TestCase("don", "8:7: unknown-key 'don' is not a step; did you mean 'done'?")]
    [TestCase("text", "8:7: unknown-key 'text' requires a value; write 'text: …'")]
    [TestCase("portal: x", "8:7: unknown-key 'portal' is not a step; see the list in Scenarios/README.md")]
    [TestCase("{split: 1}", "8:7: missing-key the step has no key that defines what is sent, such as text or tool")]
    [TestCase(
        "{text: a, finish: stop}",
        "8:17: two-steps 'finish' and 'text' are two steps in one entry; write '- finish: …' as a separate entry")]
    [TestCase("[text]", "8:7: wrong-kind a step: expected a mapping with one key, received a list")]
    [TestCase("stall: 1", "8:14: bad-duration stall: expected a time such as 20ms or 1.5s, at most one hour")]
    [TestCase("flush: 1", "8:14: wrong-kind flush takes no value; write '- flush'")]
    [TestCase("gate: Go!", "8:13: bad-name 'Go!' is not a valid gate name; write a-z, 0-9, - and _, at most 40 characters")]
    [TestCase(
        "gate: go",
        "8:7: unreleased-gate nothing opens the gate 'go' when the case is judged; write client: {then: {release: go, after: EVENT}}")]
    [TestCase("burst: [tcp: a]", "8:15: misplaced-step tcp bypasses HTTP, so it cannot be part of a burst")]
    [TestCase("text: no", "8:13: unquoted no is true or false to some YAML readers, but text must be text; quote it: 'no'")]
    [TestCase("text: 42", "8:13: unquoted 42 is a number, but text must be text; quote it: '42'")]
    [TestCase("text: 1e3", "8:13: unquoted 1e3 is a number, but text must be text; quote it: '1e3'")]
    [TestCase("text: 0x1", "8:13: unquoted 0x1 is a number, but text must be text; quote it: '0x1'")]
    [TestCase("text: ~", "8:13: unquoted ~ is null, but text must be text; quote it: '~'")]
    [TestCase("text: true", "8:13: unquoted true is true or false, but text must be text; quote it: 'true'")]
    [TestCase("text:", "8:12: empty-value the value is missing, but text is text; write \"\" for empty text")]
    [TestCase("text: {a: b}", "8:13: wrong-kind text: expected text, received a mapping")]
    [TestCase("tool: {arguments: x}", "8:14: unknown-key 'arguments' is not a key of tool; known: index, id, type, name, args")]
    [TestCase("tool: {index: '0'}", "8:21: wrong-kind index: expected a whole number, received text")]
    [TestCase("tool: {id: 7}", "8:18: unquoted 7 is a number, but id must be text; quote it: '7'")]
    [TestCase("delta: text", "8:14: wrong-kind delta: expected a mapping or null, received text")]
    [TestCase("delta: {a: yes}", "8:18: unquoted yes is text to some YAML readers and true or false to others; quote it: 'yes'")]
    [TestCase("delta: {a: .5}", "8:18: unquoted .5 is a number that JSON cannot represent; write it in JSON syntax, or quote it: '.5'")]
    [TestCase("delta: {a: }", "8:18: empty-value the value is missing; write null, \"\" or a value")]
    [TestCase("chunk: null", "8:14: wrong-kind chunk: expected a mapping, received null")]
    [TestCase(
        "reasoning: {text: a}",
        "8:18: missing-key reasoning requires 'field': The vendor's field, such as reasoning or reasoning_content.")]
    [TestCase("usage: {promt: 1}", "8:15: unknown-key 'promt' is not a key of usage; did you mean 'prompt'?")]
    [TestCase("usage: {prompt: 1.5}", "8:23: wrong-kind prompt: expected a whole number, received the number 1.5")]
    [TestCase("usage: {in: finish}", "8:19: misplaced-step usage with in: finish must directly follow a finish step")]
    [TestCase("usage: {in: chunk}", "8:19: unknown-word usage is sent in the finish chunk or alone; write in: finish, or remove 'in'")]
    [TestCase("done: [DONE]", "8:13: unquoted [DONE] is a list in YAML; write 'done', or quote it: '[DONE]'")]
    [TestCase("sse: {}", "8:12: missing-key sse has no fields; known: event, id, retry, data")]
    [TestCase("bytes: E4 B", "8:14: bad-bytes 'E4 B' is not a sequence of two-digit hex bytes; expected bytes such as E4 BD A0")]
    [TestCase("bytes: 10", "8:14: unquoted 10 is a number, but bytes must be text; quote it: '10'")]
    [TestCase("repeat: {times: 0, steps: [text: a]}", "8:23: out-of-range times must be from 1 to 1000000")]
    [TestCase(
        "repeat: {times: 2, steps: []}",
        "8:33: empty-list steps is empty; for an answer without a body, remove steps and write status: 200")]
    [TestCase("repeat: {times: 2, steps: [stall]}", "8:34: misplaced-step stall ends the answer, so it is not allowed in a repeat")]
    [TestCase("burst: [wait: 1ms]", "8:15: misplaced-step wait is not allowed in a burst; use only steps that send, and flush")]
    [TestCase("wait: 20", "8:13: bad-duration wait: expected a time such as 20ms or 1.5s, at most one hour")]
    [TestCase("wait: 2h", "8:13: bad-duration wait: expected a time such as 20ms or 1.5s, at most one hour")]
    [TestCase("wait: |\n        20ms\n", "8:13: bad-duration wait: expected a time such as 20ms or 1.5s, at most one hour")]
    [TestCase("wait: 3601s", "8:13: bad-duration wait: expected a time such as 20ms or 1.5s, at most one hour")]
    [TestCase("hold: response.comment", "8:13: unknown-event 'response.comment' is not an event; did you mean 'comment'?")]
    [TestCase("hold: output_text.detla", "8:13: unknown-event 'output_text.detla' is not an event; did you mean 'output_text.delta'?")]
    [TestCase("hold: {event: created, count: 0}", "8:37: out-of-range count must be at least 1")]
    [TestCase(
        "close: abort",
        "8:14: unknown-word 'abort' is not a way to close; known: clean, reset, never, mid-chunk, truncate, after-response")]
    [TestCase("{wait: 1ms, keep: 1}", "8:19: no-modifier wait sends no bytes, so 'keep' has no effect; move it to a step that sends")]
    [TestCase("{text: a, split: 0}", "8:24: out-of-range split must be at least 1")]
    [TestCase("{text: a, split: [3, 3]}", "8:28: out-of-range the offsets of split must be ascending, but 3 follows 3")]
    [TestCase(
        "{text: a, split: words}",
        "8:24: wrong-kind split: expected a number of bytes, a list of offsets, {every: n} or chars, received text")]
    [TestCase("{text: a, keep: 0}", "8:23: out-of-range keep must be at least 1")]
    [TestCase("{text: a, newline: crfl}", "8:26: unknown-word 'crfl' is not a line end; did you mean 'crlf'?")]
    [TestCase("text: *nope", "8:13: unknown-anchor '*nope' names no anchor above it; write '&nope' before the value it repeats")]
    [TestCase(
        "delta: {<<: {a: b}}",
        "8:15: merge-key merge keys are not part of the format; write the fields out, a reader must see the whole case")]
    [TestCase("text: !!str 42", "8:13: yaml-tag YAML tags are not part of the format; quote what is text, leave the rest plain")]
    [TestCase("delta: {a: b, a: c}", "8:21: duplicate-key 'a' stands already in line 8; keep one of the two")]
    [TestCase("delta: {[a]: b}", "8:15: wrong-kind a key must be text")]
    [TestCase(
        "text: \"\\ud83d\"",
        "8:13: yaml-syntax not valid YAML: half of a surrogate pair is not valid text; send its bytes with a `bytes` step")]
    [TestCase("text: a: b", "8:14: yaml-syntax not valid YAML: a second ': ' in one line; quote the text that contains it")]
    [TestCase("text: 'a", "8:13: yaml-syntax not valid YAML: a quote is not closed")]
    [TestCase("text: [a", "8:13: yaml-syntax not valid YAML: a [ or { is not closed; close it, or quote the text that contains it")]
    [TestCase("text: @a", "8:13: yaml-syntax not valid YAML: text that starts with @, ` or % must be quoted")]
    [TestCase(
        "text: \"\\q\"",
        "8:13: yaml-syntax not valid YAML: between double quotes a backslash starts an escape; double it, or use single quotes")]
    [TestCase("text: a\tb", "8:14: tab tab found; indent with spaces, and write \\t in double quotes for a tab in text")]
    [TestCase("text: 'TODO: say it'", "8:13: todo placeholder, fill in: say it")]
    public void A_step_that_cannot_be(string step, string problem)
    {
        Assert.That(CaseText.Problems(CaseText.WithSteps(step)), Is.EqualTo(new[] { problem }));
    }

    [TestCase("{}", "6:11: missing-key the answer is empty; add steps or a body, or status: 200 for an answer without a body")]
    [TestCase("{status: 99}", "6:20: out-of-range status must be from 200 to 599")]
    [TestCase("{steps: [text: a], body: b}", "6:30: said-twice an answer cannot have both steps and a body; remove one")]
    [TestCase("{steps: []}", "6:19: empty-list steps is empty; for an answer without a body, remove steps and write status: 200")]
    [TestCase("{steps: text}", "6:19: wrong-kind steps: expected a list, received text")]
    [TestCase("{stauts: 200, steps: [done]}", "6:12: unknown-key 'stauts' is not a key of upstream; did you mean 'status'?")]
    [TestCase("{status: 200, headers: {a b: c}}", "6:35: bad-header 'a b' is not a valid header name")]
    [TestCase(
        "{status: 200, headers: {a: \"b\\nc\"}}",
        "6:38: bad-header the value of a contains a line break, which a header value cannot contain")]
    [TestCase(
        "{status: 200, wire: {bom: true}}",
        "6:25: no-modifier wire formats the bytes of steps, but there are no steps; remove it, or add steps")]
    [TestCase("{steps: [close: never, done]}", "6:20: misplaced-step close ends the connection; it must be the last step")]
    [TestCase(
        "{steps: [stall, text: a]}",
        "6:20: misplaced-step stall lasts until the case ends, so only close may follow it; or set a time: stall: 200ms")]
    [TestCase("{steps: [done], pace: {}}", "6:33: missing-key pace is empty; add ttft, rate or both")]
    [TestCase(
        "{steps: [done], pace: {rate: 50}}",
        "6:40: out-of-range rate: expected a number of steps per second above 0, such as 50/s or 0.5/s")]
    [TestCase(
        "{steps: [done], pace: {rate: 0/s}}",
        "6:40: out-of-range rate: expected a number of steps per second above 0, such as 50/s or 0.5/s")]
    [TestCase(
        "{steps: [done], pace: {rate: 9/s, jitter: 101%}}",
        "6:53: out-of-range jitter: expected a percentage from 0% to 100%, such as 20%")]
    [TestCase("{steps: [done], pace: {ttft: 1s, jitter: 10%}}", "6:44: no-modifier jitter requires rate; add rate, or remove jitter")]
    [TestCase("{steps: [done], pace: {rate: 9/s, seed: 1}}", "6:45: no-modifier seed requires jitter; add jitter, or remove seed")]
    [TestCase("{status: 200, pace: {rate: 9/s}}", "6:25: no-modifier pace delays steps, but there are no steps; remove it, or add steps")]
    [TestCase(
        "{status: 200, trailers: {a: b}}",
        "6:25: no-modifier trailers require a chunked body, which only steps create; remove them, or add steps")]
    [TestCase(
        "{steps: [done], headers: {content-length: 5}, trailers: {a: b}}",
        "6:57: no-modifier trailers require a chunked body, and a body with content-length is not chunked; remove one of the two")]
    [TestCase(
        "{steps: [done], headers: {content-length: many}}",
        "6:27: bad-header content-length: expected a whole number, received 'many'; use a tcp step for headers that HTTP forbids")]
    [TestCase("{status: 200, info: 200}", "6:31: out-of-range info must be from 100 to 199")]
    [TestCase(
        "{status: 200, info: [103, 101]}",
        "6:37: out-of-range status 101 switches protocols and ends HTTP; use a tcp step for these bytes")]
    [TestCase("{status: 500, steps: [tcp: a]}", "6:12: no-modifier the answer begins with a tcp step, so the mock sends no status line and "
        + "headers; move 'status' into the text of that step")]
    [TestCase("{steps: [done], wire: {connection: silent}}", "6:12: said-twice a silent connection sends nothing; remove 'steps'")]
    [TestCase(
        "{wire: {connection: refuse}}",
        "6:31: unknown-word 'refuse' is not a kind of connection; known: silent",
        "6:11: missing-key the answer is empty; add steps or a body, or status: 200 for an answer without a body",
        "6:12: no-modifier wire formats the bytes of steps, but there are no steps; remove it, or add steps")]
    [TestCase(
        "{steps: [done], wire: {gzip: true, br: true}}", "6:50: said-twice 'br' cannot be combined with another compression; remove one")]
    [TestCase("{steps: [done], wire: {deflate: 9}}", "6:43: wrong-kind deflate: expected true or false, received the number 9")]
    [TestCase(
        "{steps: [done], wire: {settle: red}}", "6:42: bad-duration settle: expected read, sent, or a time such as 1ms, at most one hour")]
    public void An_answer_that_cannot_be(string upstream, params string[] problems)
    {
        Assert.That(CaseText.Problems(CaseText.WithUpstream(upstream)), Is.EquivalentTo(problems));
    }

    [TestCase("{}", "5:9: missing-key client requires 'ask': The text of the user; short for request.input.")]
    [TestCase("{ask: 7}", "5:15: unquoted 7 is a number, but ask must be text; quote it: '7'")]
    [TestCase("{ask: Hi, request: {input: Ho}}", "5:29: said-twice client.ask already sets 'input'; remove one of the two")]
    [TestCase(
        "{ask: Hi, request: {model: gpt}}",
        "5:29: model-is-given remove model; the harness sets it, because the mock identifies the case by it")]
    [TestCase("{ask: Hi, stream: 1}", "5:27: wrong-kind stream: expected true or false, received the number 1")]
    [TestCase(
        "{ask: Hi, tools: [get_wether]}",
        "5:27: unknown-tool 'get_wether' is not a tool in vocabulary/tools.yaml; did you mean 'get_weather'?")]
    [TestCase(
        "{ask: Hi, previous: $resp}",
        "5:29: unbound-name '$resp' is not bound by an earlier turn; use it in a pattern in the expect of an earlier turn")]
    [TestCase("{ask: Hi, then: {hang_up_after: creatd}}", "5:41: unknown-event 'creatd' is not an event; did you mean 'created'?")]
    [TestCase("{http: {path: /v1/models}}", "5:16: missing-key client.http requires 'method': GET, DELETE or POST.")]
    [TestCase("{http: {method: PATCH, path: /v1/models}}", "5:25: unknown-word 'PATCH' is not a method; known: GET, DELETE, POST")]
    [TestCase(
        "{http: {method: GET, path: v1/models}}",
        "5:36: bad-path 'v1/models' is not a path; start it at the root, such as /v1/responses/$resp")]
    [TestCase(
        "{http: {method: GET, path: /v1/responses/$resp/x?after=$item}}",
        "5:36: unbound-name '$resp' is not bound by an earlier turn; use it in a pattern in the expect of an earlier turn",
        "5:36: unbound-name '$item' is not bound by an earlier turn; use it in a pattern in the expect of an earlier turn")]
    [TestCase(
        "{http: {method: GET, path: /a}, headers: {a: b}}", "5:41: said-twice 'headers' cannot be combined with http; move them into http")]
    [TestCase(
        "{http: {method: GET, path: /a}, ask: Hi}",
        "5:41: said-twice 'ask' cannot be combined with http; remove it, and put the body into http")]
    [TestCase(
        "{ask: Hi, then: {wait: 1s}}", "5:26: unknown-key 'wait' is not a key of then; known: hang_up_after, read_slowly, release, after")]
    [TestCase("{ask: Hi, then: {release: go}}", "5:26: missing-key 'release' requires 'after': {release: go, after: output_text.delta}")]
    [TestCase(
        "{ask: Hi, then: {release: go, after: created}}",
        "5:1: unreleased-gate then releases the gate 'go', and the upstream has no step 'gate: go'")]
    public void A_client_that_cannot_be(string client, params string[] problems)
    {
        Assert.That(CaseText.Problems(CaseText.WithClient(client)), Is.EqualTo(problems));
    }

    [TestCase("{}", "7:9: no-expectation expect has no outcome; add events, final or http")]
    [TestCase("{request: {model: $model}}", "7:9: no-expectation expect has no outcome; add events, final or http")]
    [TestCase(
        "{events: []}", "7:18: empty-list events is empty, but every stream has events; remove it, and use http if no stream may start")]
    [TestCase("{events: [complete]}", "7:19: unknown-event 'complete' is not an event; did you mean 'completed'?")]
    [TestCase("{events: [response.created]}", "7:19: unknown-event 'response.created' is not an event; remove the prefix: 'created'")]
    [TestCase(
        "{events: [output_text.dones: a]}", "7:19: unknown-event 'output_text.dones' is not an event; did you mean 'output_text.done'?")]
    [TestCase("{events: [output_item.added: $fc]}", "7:38: wrong-kind output_item.added: expected a mapping, received text")]
    [TestCase("{events: [output_text.deltas: 42]}", "7:39: unquoted 42 is a number, but output_text.deltas must be text; quote it: '42'")]
    [TestCase(
        "{events: [{created: {}, completed: {}}]}",
        "7:33: two-events 'completed' is a second event in one entry; write one event per entry, with its fields in { }")]
    [TestCase("{final: {statsu: completed}}", "7:18: unknown-key 'statsu' is not a key of final; did you mean 'status'?")]
    [TestCase("{final: {status: done}}", "7:26: unknown-word 'done' is not a status; known: completed, incomplete, failed")]
    [TestCase("{final: {text: 4}}", "7:24: unquoted 4 is a number, but text must be text; quote it: '4'")]
    [TestCase(
        "{final: {error: {code: $Code}}}",
        "7:32: bad-name '$Code' is not a valid name ($ followed by a-z, 0-9, _); for the literal text write {$match: '^\\$…'}")]
    [TestCase("{final: {error: $match}}", "7:25: bad-name '$match' is an operator and requires a value; write {$match: …}")]
    [TestCase("{final: {text: {$mach: a}}}", "7:25: bad-pattern '$mach' is not an operator; did you mean '$match'?")]
    [TestCase("{final: {text: {$match: a, b: c}}}", "7:25: bad-pattern '$match' must be the only key in its mapping")]
    [TestCase(
        "{final: {text: {$match: '('}}}",
        "7:33: bad-pattern not a valid regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [TestCase("{http: {code: 200}}", "7:17: unknown-key 'code' is not a key of http; known: status, headers, body, cause")]
    [TestCase(
        "{final: {}, or: [{grade: amber, because: a, final: {}}]}",
        "7:34: unknown-word 'amber' is not a grade of an alternative; known: equal, non_strict, info")]
    [TestCase("{final: {}, or: [{grade: info, final: {}}]}", "7:26: missing-key an alternative requires 'because': Why it is tolerated.")]
    [TestCase(
        "{final: {}, or: [{grade: info, because: a}]}", "7:26: no-expectation the alternative has no outcome; add events, final or http")]
    [TestCase(
        "{final: {}, timing: {terminal_after: {step: fin, max: 1s}}}",
        "7:53: unknown-step the upstream has no step 'fin'; known: text, finish, done")]
    [TestCase(
        "{final: {}, timing: {terminal_after: {step: 4, max: 1s}}}",
        "7:53: unknown-step the upstream has no step '4'; steps are numbered from 1 to 3")]
    [TestCase(
        "{final: {}, timing: {terminal_after: {step: done}}}", "7:46: missing-key a bound requires 'max': The maximum time, such as 1s.")]
    [TestCase("{final: {}, request_headers: {X-A: b}}", "7:39: bad-header 'X-A' must be lower case: 'x-a'")]
    [TestCase("{final: {}, upstream: {requests: -1}}", "7:42: out-of-range requests must be at least 0")]
    [TestCase("{final: {}, upstream: {requests: {min: 3, max: 1}}}", "7:56: out-of-range max must be at least 3")]
    [TestCase("{final: {}, upstream: {requests: {min: 3}}}", "7:42: missing-key requests requires 'max': The maximum number.")]
    [TestCase(
        "{final: {}, breaks: [created-first]}",
        "7:29: misplaced-breaks breaks is only allowed in a case with 'relay'; remove it, or add 'relay'")]
    [TestCase("{final: {}, upstream: {gap: 1s}}", "7:37: wrong-kind gap: expected a mapping, received text")]
    public void An_expectation_that_cannot_be(string expect, string problem)
    {
        Assert.That(CaseText.Problems(CaseText.WithExpect(expect)), Is.EqualTo(new[] { problem }));
    }

    [TestCase("[]", "7:29: empty-list breaks is empty; remove it")]
    [TestCase("created-first", "7:29: wrong-kind breaks: expected a list, received text")]
    [TestCase("[created-frist]", "7:30: unknown-rule 'created-frist' is not a rule that is always on; did you mean 'created-first'?")]
    [TestCase("[V01]", "7:30: unknown-rule 'V01' is not a rule that is always on; see the list in Scenarios/README.md")]
    [TestCase("[leak, leak]", "7:36: duplicate-value 'leak' is already in the list; remove one")]
    public void A_list_of_broken_rules_that_cannot_be(string breaks, string problem)
    {
        var text = CaseText.WithExpect($"{{final: {{}}, breaks: {breaks}}}") + "relay: {preset: codex}\n";

        Assert.That(CaseText.Problems(text), Is.EqualTo(new[] { problem }));
    }

    [TestCase(
        "schema: relay-scenario/v2",
        "1:9: unknown-schema 'relay-scenario/v2' is not the version this reader knows; write relay-scenario/v1")]
    [TestCase("id: area/other", "2:5: id-mismatch 'area/other' is not where the file stands; write 'area/name', or move the file")]
    [TestCase(
        "id: Name",
        "2:5: bad-id 'Name' is not a valid id; write lower-case words joined by hyphens, with at least one folder: tools/name-split")]
    [TestCase("title: The relay should close", "3:8: bad-title the title contains 'should'; state what happens as a fact")]
    [TestCase("title: Test that it closes", "3:8: bad-title the title contains 'Test that'; state what happens as a fact")]
    [TestCase("title: \"\"", "3:8: bad-title the title has 0 characters; write 1 to 89")]
    [TestCase(
        "title: ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety",
        "3:8: bad-title the title has 90 characters; write 1 to 89")]
    [TestCase("level: most", "4:8: unknown-word 'most' is not a level; did you mean 'must'?")]
    [TestCase("tags: [tool]", "8:8: unknown-tag 'tool' is not a tag in the vocabulary; did you mean 'tools'?")]
    [TestCase("tags: [text, text]", "8:14: duplicate-value 'text' is already in the list; remove one")]
    [TestCase("tags: text", "8:7: wrong-kind tags: expected a list, received text")]
    [TestCase(
        "spec: [chat#delta-contents]",
        "8:8: unknown-spec 'chat#delta-contents' is not a reference in the vocabulary; did you mean 'chat#delta-content'?")]
    [TestCase("quirks: [Q999]", "8:10: unknown-quirk 'Q999' is not a quirk in the vocabulary; did you mean 'Q99'?")]
    [TestCase("seen_in: [opnai]", "8:11: unknown-vendor 'opnai' is not a vendor in the vocabulary; did you mean 'openai'?")]
    [TestCase("why: no", "8:6: unquoted no is true or false to some YAML readers, but why must be text; quote it: 'no'")]
    [TestCase("relay: {}", "8:8: missing-key relay is empty; add preset, set or config, or remove it")]
    [TestCase("relay: {config: [a]}", "8:17: wrong-kind config: expected a mapping, received a list")]
    [TestCase(
        "relay: {set: {done_marker: off}}",
        "8:28: unquoted off is true or false to some YAML readers, but done_marker must be text; quote it: 'off'")]
    [TestCase("vary: [rechunck]", "8:8: unknown-word 'rechunck' is not a variation; did you mean 'rechunk'?")]
    [TestCase("vary: [bom, bom]", "8:13: duplicate-value 'bom' is already in the list; remove one")]
    [TestCase(
        "turns: [{client: {ask: Hi}, upstream: [], expect: {final: {}}}]",
        "5:1: said-twice a case with turns has 'client' in each turn; move it there",
        "6:1: said-twice a case with turns has 'upstream' in each turn; move it there",
        "7:1: said-twice a case with turns has 'expect' in each turn; move it there")]
    [TestCase("tag: [text]", "8:1: unknown-key 'tag' is not a key of the case; did you mean 'tags'?")]
    public void A_head_that_cannot_be(string line, params string[] problems)
    {
        var key = line[..line.IndexOf(':', StringComparison.Ordinal)];
        var lines = CaseText.WithExpect("{final: {status: completed}}").TrimEnd().Split('\n').ToList();
        var place = lines.FindIndex(existing => existing.StartsWith($"{key}:", StringComparison.Ordinal));
        if (place < 0)
        {
            lines.Add(line);
        }
        else
        {
            lines[place] = line;
        }

        Assert.That(CaseText.Problems(string.Join('\n', lines)), Is.EqualTo(problems));
    }

    [TestCase("", "1:1: empty-file the file is empty; `relayconf new` writes a scaffold")]
    [TestCase("# nothing\n", "1:1: empty-file the file is empty; `relayconf new` writes a scaffold")]
    [TestCase("text", "1:1: wrong-kind the case: expected a mapping, received text")]
    [TestCase("\tid: a", "1:1: tab tab found; indent with spaces, and write \\t in double quotes for a tab in text")]
    public void A_file_that_is_no_case(string text, string problem)
    {
        Assert.That(CaseText.Problems(text)[0], Is.EqualTo(problem));
    }

    [Test]
    public void A_second_document_is_refused()
    {
        var text = CaseText.WithSteps("done") + "---\nmore: 1\n";

        Assert.That(
            CaseText.Problems(text), Is.EqualTo(new[] { "10:1: many-documents a second document starts here; one file is one case" }));
    }

    [Test]
    public void A_case_without_its_parts_says_which_are_missing()
    {
        Assert.That(CaseText.Problems("schema: relay-scenario/v1\n"), Is.EqualTo(new[]
        {
            "1:1: missing-key the case requires 'id': The path below Scenarios/ without .yaml; it never changes.",
            "1:1: missing-key the case requires 'title': What happens, in fewer than 90 characters.",
            "1:1: missing-key the case requires 'level': The requirement level of the specification.",
            "1:1: missing-key the case requires 'client': The request that the harness sends to the relay.",
            "1:1: missing-key the case requires 'expect': The answer that the relay must return.",
            "1:1: missing-key 'upstream' is missing; if the upstream must not be called, write expect: {upstream: {requests: 0}}",
        }));
    }

    [TestCase("    - raw: x", "step 2 ('raw') has no counterpart in a body")]
    [TestCase("    - close: reset", "step 2 ('close') has no counterpart in a body")]
    public void A_script_that_has_no_whole_body_cannot_be_asked_for_as_one(string step, string reason)
    {
        var text = CaseText.WithSteps("text: Hi").Replace("expect:", step + "\nexpect:", StringComparison.Ordinal) + "vary: [non-stream]\n";

        Assert.That(
            CaseText.Problems(text), Is.EqualTo(new[] { $"11:8: cannot-vary 'non-stream' cannot be applied to this case: {reason}" }));
    }

    [Test]
    public void All_problems_of_a_file_are_told_at_once_in_the_order_of_the_file()
    {
        var problems = CaseText.Problems("""
            schema: relay-scenario/v1
            id: area/name
            titel: It should work
            level: never
            tags: [tool, txt]
            client: {ask: no, tools: [get_wether]}
            upstream:
              steps:
                - txt: Hel
                - tool: {indx: 0}
                - finish: stop
                - finish: stop
                  wait: 1s
            expect:
              events:
                - creatd
                - output_text.delta: 4
            """);

        Assert.That(problems.Select(problem => string.Join(' ', problem.Split(' ')[..3])), Is.EqualTo(new[]
        {
            "1:1: missing-key the",
            "3:1: unknown-key 'titel'",
            "4:8: unknown-word 'never'",
            "5:8: unknown-tag 'tool'",
            "5:14: unknown-tag 'txt'",
            "6:15: unquoted no",
            "6:27: unknown-tool 'get_wether'",
            "9:7: unknown-key 'txt'",
            "10:14: unknown-key 'indx'",
            "13:7: two-steps 'wait'",
            "16:7: unknown-event 'creatd'",
            "17:26: unquoted 4",
        }));
    }
}
