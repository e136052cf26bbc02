using NUnit.Framework;

namespace Conformance.Tests.Formatting;

/// <summary>Each mistake is told with its place and its remedy. Steps start in line 8, an upstream in line 6, an expectation in line 7.</summary>
public sealed class ProblemTests
{
    [TestCase("finsh: stop", "8:7: unknown-key 'finsh' is no step; did you mean 'finish'?")]
    [TestCase("don", "8:7: unknown-key 'don' is no step; did you mean 'done'?")]
    [TestCase("text", "8:7: unknown-key 'text' needs a value; write 'text: …'")]
    [TestCase("portal: x", "8:7: unknown-key 'portal' is no step; see Scenarios/README.md for the list")]
    [TestCase("{split: 1}", "8:7: missing-key the step has no word that says what is sent, such as text or tool")]
    [TestCase("{text: a, finish: stop}", "8:17: two-steps 'finish' stands beside 'text'; a step has one word, write '- finish: …' in a line of its own")]
    [TestCase("[text]", "8:7: wrong-kind a step must be a mapping with one key, not a list")]
    [TestCase("stall: 1", "8:14: bad-duration stall must be a time such as 20ms or 1.5s, an hour at most")]
    [TestCase("flush: 1", "8:14: wrong-kind flush takes no value; write '- flush'")]
    [TestCase("gate: Go!", "8:13: bad-name 'Go!' is no name of a gate; write a-z, 0-9, - and _, at most 40 characters")]
    [TestCase("gate: go", "8:7: unreleased-gate nothing opens the gate 'go' when the case is judged; write client: {then: {release: go, after: EVENT}}")]
    [TestCase("burst: [tcp: a]", "8:15: misplaced-step tcp goes past HTTP, so it cannot be joined with other bytes in a burst")]
    [TestCase("text: no", "8:13: unquoted no is true or false to some YAML readers, but text is text; quote it: 'no'")]
    [TestCase("text: 42", "8:13: unquoted 42 is a number, but text is text; quote it: '42'")]
    [TestCase("text: 1e3", "8:13: unquoted 1e3 is a number, but text is text; quote it: '1e3'")]
    [TestCase("text: 0x1", "8:13: unquoted 0x1 is a number, but text is text; quote it: '0x1'")]
    [TestCase("text: ~", "8:13: unquoted ~ is null, but text is text; quote it: '~'")]
    [TestCase("text: true", "8:13: unquoted true is true or false, but text is text; quote it: 'true'")]
    [TestCase("text:", "8:12: empty-value nothing stands here, but text is text; write \"\" if it is empty")]
    [TestCase("text: {a: b}", "8:13: wrong-kind text must be text, not a mapping")]
    [TestCase("tool: {arguments: x}", "8:14: unknown-key 'arguments' is no key of tool; known: index, id, type, name, args")]
    [TestCase("tool: {index: '0'}", "8:21: wrong-kind index must be a whole number, not text")]
    [TestCase("tool: {id: 7}", "8:18: unquoted 7 is a number, but id is text; quote it: '7'")]
    [TestCase("delta: text", "8:14: wrong-kind delta must be a mapping or null, not text")]
    [TestCase("delta: {a: yes}", "8:18: unquoted yes is text to some YAML readers and true or false to others; quote it: 'yes'")]
    [TestCase("delta: {a: .5}", "8:18: unquoted .5 is a number that JSON cannot spell; write it as JSON does, or quote it: '.5'")]
    [TestCase("delta: {a: }", "8:18: empty-value nothing stands here; write null, \"\" or the value")]
    [TestCase("chunk: null", "8:14: wrong-kind chunk must be a mapping, not null")]
    [TestCase("reasoning: {text: a}", "8:18: missing-key reasoning has no 'field': The vendor's field, such as reasoning or reasoning_content.")]
    [TestCase("usage: {promt: 1}", "8:15: unknown-key 'promt' is no key of usage; did you mean 'prompt'?")]
    [TestCase("usage: {prompt: 1.5}", "8:23: wrong-kind prompt must be a whole number, not the number 1.5")]
    [TestCase("usage: {in: finish}", "8:19: misplaced-step usage with in: finish must directly follow a finish step")]
    [TestCase("usage: {in: chunk}", "8:19: unknown-word usage rides in the finish chunk or alone; write in: finish, or leave it out")]
    [TestCase("done: [DONE]", "8:13: unquoted [DONE] is a list in YAML; write 'done' alone, or quote it: '[DONE]'")]
    [TestCase("sse: {}", "8:12: missing-key sse has no field; known: event, id, retry, data")]
    [TestCase("bytes: E4 B", "8:14: bad-bytes 'E4 B' is not pairs of hex digits; write such as E4 BD A0")]
    [TestCase("bytes: 10", "8:14: unquoted 10 is a number, but bytes is text; quote it: '10'")]
    [TestCase("repeat: {times: 0, steps: [text: a]}", "8:23: out-of-range times must be from 1 to 1000000")]
    [TestCase("repeat: {times: 2, steps: []}", "8:33: empty-list there are no steps; for an answer without a body leave steps out and write status: 200")]
    [TestCase("repeat: {times: 2, steps: [stall]}", "8:34: misplaced-step stall ends the answer; it cannot stand inside a repeat")]
    [TestCase("burst: [wait: 1ms]", "8:15: misplaced-step wait cannot stand inside a burst; only steps that send, and flush")]
    [TestCase("wait: 20", "8:13: bad-duration wait must be a time such as 20ms or 1.5s, an hour at most")]
    [TestCase("wait: 2h", "8:13: bad-duration wait must be a time such as 20ms or 1.5s, an hour at most")]
    [TestCase("wait: |\n        20ms\n", "8:13: bad-duration wait must be a time such as 20ms or 1.5s, an hour at most")]
    [TestCase("wait: 3601s", "8:13: bad-duration wait must be a time such as 20ms or 1.5s, an hour at most")]
    [TestCase("hold: response.comment", "8:13: unknown-event 'response.comment' is no event; did you mean 'comment'?")]
    [TestCase("hold: output_text.detla", "8:13: unknown-event 'output_text.detla' is no event; did you mean 'output_text.delta'?")]
    [TestCase("hold: {event: created, count: 0}", "8:37: out-of-range count must be at least 1")]
    [TestCase("close: abort", "8:14: unknown-word 'abort' is no way to close; known: clean, reset, never, mid-chunk, truncate, after-response")]
    [TestCase("{wait: 1ms, keep: 1}", "8:19: no-modifier wait sends no bytes of its own, so 'keep' says nothing; put it beside a step that sends")]
    [TestCase("{text: a, split: 0}", "8:24: out-of-range split must be at least 1")]
    [TestCase("{text: a, split: [3, 3]}", "8:28: out-of-range offsets of split must ascend; 3 follows 3")]
    [TestCase("{text: a, split: words}", "8:24: wrong-kind split must be a number of bytes, a list of offsets, {every: n} or chars, not text")]
    [TestCase("{text: a, keep: 0}", "8:23: out-of-range keep must be at least 1")]
    [TestCase("{text: a, newline: crfl}", "8:26: unknown-word 'crfl' is no line end; did you mean 'crlf'?")]
    [TestCase("text: *nope", "8:13: unknown-anchor '*nope' names no anchor above it; write '&nope' before the value it repeats")]
    [TestCase("delta: {<<: {a: b}}", "8:15: merge-key merge keys are not part of the format; write the fields out, a reader must see the whole case")]
    [TestCase("text: !!str 42", "8:13: yaml-tag YAML tags are not part of the format; quote what is text, leave the rest plain")]
    [TestCase("delta: {a: b, a: c}", "8:21: duplicate-key 'a' stands already in line 8; keep one of the two")]
    [TestCase("delta: {[a]: b}", "8:15: wrong-kind a key must be text")]
    [TestCase("text: \"\\ud83d\"", "8:13: yaml-syntax this is no YAML: half of a surrogate pair is no text; send its bytes with a `bytes` step")]
    [TestCase("text: a: b", "8:14: yaml-syntax this is no YAML: a second ': ' in one line; quote the text that holds it")]
    [TestCase("text: 'a", "8:13: yaml-syntax this is no YAML: a quote is opened and never closed")]
    [TestCase("text: [a", "8:13: yaml-syntax this is no YAML: a [ or { is opened and never closed; close it, or quote the text that holds it")]
    [TestCase("text: @a", "8:13: yaml-syntax this is no YAML: text that starts with @, ` or % must be quoted")]
    [TestCase("text: \"\\q\"", "8:13: yaml-syntax this is no YAML: between double quotes a backslash starts an escape; double it, or use single quotes")]
    [TestCase("text: a\tb", "8:14: tab a tab; indent with spaces, and write \\t between double quotes where text has a tab")]
    [TestCase("text: 'TODO: say it'", "8:13: todo still to be filled in: say it")]
    public void A_step_that_cannot_be(string step, string problem)
    {
        Assert.That(CaseText.Problems(CaseText.WithSteps(step)), Is.EqualTo(new[] { problem }));
    }

    [TestCase("{}", "6:11: missing-key the answer says nothing; write steps, a body, or status: 200 for an empty one")]
    [TestCase("{status: 99}", "6:20: out-of-range status must be from 200 to 599")]
    [TestCase("{steps: [text: a], body: b}", "6:30: said-twice an answer has steps or a body, not both; keep one")]
    [TestCase("{steps: []}", "6:19: empty-list there are no steps; for an answer without a body leave steps out and write status: 200")]
    [TestCase("{steps: text}", "6:19: wrong-kind steps must be a list, not text")]
    [TestCase("{stauts: 200, steps: [done]}", "6:12: unknown-key 'stauts' is no key of upstream; did you mean 'status'?")]
    [TestCase("{status: 200, headers: {a b: c}}", "6:35: bad-header 'a b' is no header name")]
    [TestCase("{status: 200, headers: {a: \"b\\nc\"}}", "6:38: bad-header the value of a holds a line end, which ends a header")]
    [TestCase("{status: 200, wire: {bom: true}}", "6:25: no-modifier wire presents the bytes of steps, and there are none")]
    [TestCase("{steps: [close: never, done]}", "6:20: misplaced-step close ends the connection; it must be the last step")]
    [TestCase("{steps: [stall, text: a]}", "6:20: misplaced-step stall lasts until the case ends; only close may follow it, or give it a time: stall: 200ms")]
    [TestCase("{steps: [done], pace: {}}", "6:33: missing-key pace says nothing; write ttft, rate or both")]
    [TestCase("{steps: [done], pace: {rate: 50}}", "6:40: out-of-range rate must be a number of steps a second above 0, such as 50/s or 0.5/s")]
    [TestCase("{steps: [done], pace: {rate: 0/s}}", "6:40: out-of-range rate must be a number of steps a second above 0, such as 50/s or 0.5/s")]
    [TestCase("{steps: [done], pace: {rate: 9/s, jitter: 101%}}", "6:53: out-of-range jitter must be a part of a gap from 0% to 100%, such as 20%")]
    [TestCase("{steps: [done], pace: {ttft: 1s, jitter: 10%}}", "6:44: no-modifier jitter moves the deadlines of a rate, and there is none")]
    [TestCase("{steps: [done], pace: {rate: 9/s, seed: 1}}", "6:45: no-modifier seed belongs to jitter, and there is none")]
    [TestCase("{status: 200, pace: {rate: 9/s}}", "6:25: no-modifier pace spreads steps over time, and there are none")]
    [TestCase("{status: 200, trailers: {a: b}}", "6:25: no-modifier trailers follow a chunked body, which only steps make")]
    [TestCase("{steps: [done], headers: {content-length: 5}, trailers: {a: b}}", "6:57: no-modifier trailers follow a chunked body, and one with content-length is not chunked; keep one of the two")]
    [TestCase("{steps: [done], headers: {content-length: many}}", "6:27: bad-header content-length must be a whole number, not 'many'; write a head that HTTP forbids with tcp")]
    [TestCase("{status: 200, info: 200}", "6:31: out-of-range info must be from 100 to 199")]
    [TestCase("{status: 200, info: [103, 101]}", "6:37: out-of-range 101 switches protocols and ends HTTP; write the bytes with tcp")]
    [TestCase("{status: 500, steps: [tcp: a]}", "6:12: no-modifier the answer begins with tcp, so the mock sends no head of its own; put 'status' into that text")]
    [TestCase("{steps: [done], wire: {connection: silent}}", "6:12: said-twice a silent connection sends nothing; leave 'steps' out")]
    [TestCase("{wire: {connection: refuse}}", "6:31: unknown-word 'refuse' is no kind of connection; known: silent", "6:11: missing-key the answer says nothing; write steps, a body, or status: 200 for an empty one", "6:12: no-modifier wire presents the bytes of steps, and there are none")]
    [TestCase("{steps: [done], wire: {gzip: true, br: true}}", "6:50: said-twice 'br' stands beside another way to compress; keep one")]
    [TestCase("{steps: [done], wire: {deflate: 9}}", "6:43: wrong-kind deflate must be true or false, not the number 9")]
    [TestCase("{steps: [done], wire: {settle: red}}", "6:42: bad-duration settle must be read, sent, or a time such as 1ms, an hour at most")]
    public void An_answer_that_cannot_be(string upstream, params string[] problems)
    {
        Assert.That(CaseText.Problems(CaseText.WithUpstream(upstream)), Is.EquivalentTo(problems));
    }

    [TestCase("{}", "5:9: missing-key client has no 'ask': What the user says; short for request.input.")]
    [TestCase("{ask: 7}", "5:15: unquoted 7 is a number, but ask is text; quote it: '7'")]
    [TestCase("{ask: Hi, request: {input: Ho}}", "5:29: said-twice client.ask says 'input' already; keep one of the two")]
    [TestCase("{ask: Hi, request: {model: gpt}}", "5:29: model-is-given the harness puts in the model by which the mock knows the case; leave it out")]
    [TestCase("{ask: Hi, stream: 1}", "5:27: wrong-kind stream must be true or false, not the number 1")]
    [TestCase("{ask: Hi, tools: [get_wether]}", "5:27: unknown-tool 'get_wether' is no tool of vocabulary/tools.yaml; did you mean 'get_weather'?")]
    [TestCase("{ask: Hi, previous: $resp}", "5:29: unbound-name no earlier turn binds '$resp'; write it in a pattern of an earlier turn's expect")]
    [TestCase("{ask: Hi, then: {hang_up_after: creatd}}", "5:41: unknown-event 'creatd' is no event; did you mean 'created'?")]
    [TestCase("{http: {path: /v1/models}}", "5:16: missing-key client.http has no 'method': GET, DELETE or POST.")]
    [TestCase("{http: {method: PATCH, path: /v1/models}}", "5:25: unknown-word 'PATCH' is no method; known: GET, DELETE, POST")]
    [TestCase("{http: {method: GET, path: v1/models}}", "5:36: bad-path 'v1/models' is no path; write it from the root, such as /v1/responses/$resp")]
    [TestCase("{http: {method: GET, path: /v1/responses/$resp/x?after=$item}}", "5:36: unbound-name no earlier turn binds '$resp'; write it in a pattern of an earlier turn's expect", "5:36: unbound-name no earlier turn binds '$item'; write it in a pattern of an earlier turn's expect")]
    [TestCase("{http: {method: GET, path: /a}, headers: {a: b}}", "5:41: said-twice 'headers' stands beside http; move them into http")]
    [TestCase("{http: {method: GET, path: /a}, ask: Hi}", "5:41: said-twice 'ask' stands beside http; a request to another endpoint has a body of its own")]
    [TestCase("{ask: Hi, then: {wait: 1s}}", "5:26: unknown-key 'wait' is no key of then; known: hang_up_after, read_slowly, release, after")]
    [TestCase("{ask: Hi, then: {release: go}}", "5:26: missing-key 'release' needs 'after' beside it: {release: go, after: output_text.delta}")]
    [TestCase("{ask: Hi, then: {release: go, after: created}}", "5:1: unreleased-gate then releases the gate 'go', and the upstream has no step 'gate: go'")]
    public void A_client_that_cannot_be(string client, params string[] problems)
    {
        Assert.That(CaseText.Problems(CaseText.WithClient(client)), Is.EqualTo(problems));
    }

    [TestCase("{}", "7:9: no-expectation expect names no outcome; write events, final or http")]
    [TestCase("{request: {model: $model}}", "7:9: no-expectation expect names no outcome; write events, final or http")]
    [TestCase("{events: []}", "7:18: empty-list no stream is without events; leave events out and use http where none may start")]
    [TestCase("{events: [complete]}", "7:19: unknown-event 'complete' is no event; did you mean 'completed'?")]
    [TestCase("{events: [response.created]}", "7:19: unknown-event 'response.created' is no event; leave the prefix out: 'created'")]
    [TestCase("{events: [output_text.dones: a]}", "7:19: unknown-event 'output_text.dones' is no event; did you mean 'output_text.done'?")]
    [TestCase("{events: [output_item.added: $fc]}", "7:38: wrong-kind output_item.added must be a mapping, not text")]
    [TestCase("{events: [output_text.deltas: 42]}", "7:39: unquoted 42 is a number, but output_text.deltas is text; quote it: '42'")]
    [TestCase("{events: [{created: {}, completed: {}}]}", "7:33: two-events 'completed' stands beside another event; an entry names one, put its fields into { }")]
    [TestCase("{final: {statsu: completed}}", "7:18: unknown-key 'statsu' is no key of final; did you mean 'status'?")]
    [TestCase("{final: {status: done}}", "7:26: unknown-word 'done' is no status; known: completed, incomplete, failed")]
    [TestCase("{final: {text: 4}}", "7:24: unquoted 4 is a number, but text is text; quote it: '4'")]
    [TestCase("{final: {error: {code: $Code}}}", "7:32: bad-name '$Code' is no name ($ and then a-z, 0-9, _); for the literal text write {$match: '^\\$…'}")]
    [TestCase("{final: {error: $match}}", "7:25: bad-name '$match' is an operator and needs a value; write {$match: …}")]
    [TestCase("{final: {text: {$mach: a}}}", "7:25: bad-pattern '$mach' is no operator; did you mean '$match'?")]
    [TestCase("{final: {text: {$match: a, b: c}}}", "7:25: bad-pattern '$match' must stand alone in its mapping")]
    [TestCase("{final: {text: {$match: '('}}}", "7:33: bad-pattern no regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [TestCase("{http: {code: 200}}", "7:17: unknown-key 'code' is no key of http; known: status, headers, body, cause")]
    [TestCase("{final: {}, or: [{grade: amber, because: a, final: {}}]}", "7:34: unknown-word 'amber' is no grade of an alternative; known: equal, non_strict, info")]
    [TestCase("{final: {}, or: [{grade: info, final: {}}]}", "7:26: missing-key an alternative has no 'because': Why it is tolerated.")]
    [TestCase("{final: {}, or: [{grade: info, because: a}]}", "7:26: no-expectation the alternative names no outcome; write events, final or http")]
    [TestCase("{final: {}, timing: {terminal_after: {step: fin, max: 1s}}}", "7:53: unknown-step the upstream has no step 'fin'; known: text, finish, done")]
    [TestCase("{final: {}, timing: {terminal_after: {step: 4, max: 1s}}}", "7:53: unknown-step the upstream has no step '4'; they are numbered from 1 to 3")]
    [TestCase("{final: {}, timing: {terminal_after: {step: done}}}", "7:46: missing-key a bound has no 'max': At most so long, such as 1s.")]
    [TestCase("{final: {}, request_headers: {X-A: b}}", "7:39: bad-header 'X-A' must be in lower case: 'x-a'")]
    [TestCase("{final: {}, upstream: {requests: -1}}", "7:42: out-of-range requests must be at least 0")]
    [TestCase("{final: {}, upstream: {requests: {min: 3, max: 1}}}", "7:56: out-of-range max must be at least 3")]
    [TestCase("{final: {}, upstream: {requests: {min: 3}}}", "7:42: missing-key requests has no 'max': At most so many.")]
    [TestCase("{final: {}, breaks: [created-first]}", "7:29: misplaced-breaks only a set-up may be known to break a rule; the case has no 'relay'")]
    [TestCase("{final: {}, upstream: {gap: 1s}}", "7:37: wrong-kind gap must be a mapping, not text")]
    public void An_expectation_that_cannot_be(string expect, string problem)
    {
        Assert.That(CaseText.Problems(CaseText.WithExpect(expect)), Is.EqualTo(new[] { problem }));
    }

    [TestCase("[]", "7:29: empty-list breaks names no rule; leave it out")]
    [TestCase("created-first", "7:29: wrong-kind breaks must be a list, not text")]
    [TestCase("[created-frist]", "7:30: unknown-rule 'created-frist' is no rule that is always on; did you mean 'created-first'?")]
    [TestCase("[V01]", "7:30: unknown-rule 'V01' is no rule that is always on; see Scenarios/README.md for the list")]
    [TestCase("[leak, leak]", "7:36: duplicate-value 'leak' stands already in the list")]
    public void A_list_of_broken_rules_that_cannot_be(string breaks, string problem)
    {
        var text = CaseText.WithExpect($"{{final: {{}}, breaks: {breaks}}}") + "relay: {preset: codex}\n";

        Assert.That(CaseText.Problems(text), Is.EqualTo(new[] { problem }));
    }

    [TestCase("schema: relay-scenario/v2", "1:9: unknown-schema 'relay-scenario/v2' is not the version this reader knows; write relay-scenario/v1")]
    [TestCase("id: area/other", "2:5: id-mismatch 'area/other' is not where the file stands; write 'area/name', or move the file")]
    [TestCase("id: Name", "2:5: bad-id 'Name' is no id; write lower-case words joined by hyphens, with at least one folder: tools/args-split")]
    [TestCase("title: The relay should close", "3:8: bad-title the title says 'should'; say what happens, as if it were so")]
    [TestCase("title: Test that it closes", "3:8: bad-title the title says 'Test that'; say what happens, as if it were so")]
    [TestCase("title: \"\"", "3:8: bad-title the title has 0 characters; say what happens in 1 to 89")]
    [TestCase("title: ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety-ninety", "3:8: bad-title the title has 90 characters; say what happens in 1 to 89")]
    [TestCase("level: most", "4:8: unknown-word 'most' is no level; did you mean 'must'?")]
    [TestCase("tags: [tool]", "8:8: unknown-tag 'tool' is no tag of the vocabulary; did you mean 'tools'?")]
    [TestCase("tags: [text, text]", "8:14: duplicate-value 'text' stands already in the list")]
    [TestCase("tags: text", "8:7: wrong-kind tags must be a list, not text")]
    [TestCase("spec: [chat#delta-contents]", "8:8: unknown-spec 'chat#delta-contents' is no reference of the vocabulary; did you mean 'chat#delta-content'?")]
    [TestCase("quirks: [Q999]", "8:10: unknown-quirk 'Q999' is no quirk of the vocabulary; did you mean 'Q99'?")]
    [TestCase("seen_in: [opnai]", "8:11: unknown-vendor 'opnai' is no vendor of the vocabulary; did you mean 'openai'?")]
    [TestCase("why: no", "8:6: unquoted no is true or false to some YAML readers, but why is text; quote it: 'no'")]
    [TestCase("relay: {}", "8:8: missing-key relay sets nothing up; write preset, set or config, or leave it out")]
    [TestCase("relay: {config: [a]}", "8:17: wrong-kind config must be a mapping, not a list")]
    [TestCase("relay: {set: {done_marker: off}}", "8:28: unquoted off is true or false to some YAML readers, but done_marker is text; quote it: 'off'")]
    [TestCase("vary: [rechunck]", "8:8: unknown-word 'rechunck' is no variation; did you mean 'rechunk'?")]
    [TestCase("vary: [bom, bom]", "8:13: duplicate-value 'bom' stands already in the list")]
    [TestCase("turns: [{client: {ask: Hi}, upstream: [], expect: {final: {}}}]", "5:1: said-twice a case with turns says 'client' inside each turn; move it there", "6:1: said-twice a case with turns says 'upstream' inside each turn; move it there", "7:1: said-twice a case with turns says 'expect' inside each turn; move it there")]
    [TestCase("tag: [text]", "8:1: unknown-key 'tag' is no key of the case; did you mean 'tags'?")]
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
    [TestCase("text", "1:1: wrong-kind the case must be a mapping, not text")]
    [TestCase("\tid: a", "1:1: tab a tab; indent with spaces, and write \\t between double quotes where text has a tab")]
    public void A_file_that_is_no_case(string text, string problem)
    {
        Assert.That(CaseText.Problems(text)[0], Is.EqualTo(problem));
    }

    [Test]
    public void A_second_document_is_refused()
    {
        var text = CaseText.WithSteps("done") + "---\nmore: 1\n";

        Assert.That(CaseText.Problems(text), Is.EqualTo(new[] { "10:1: many-documents a second document starts here; one file is one case" }));
    }

    [Test]
    public void A_case_without_its_parts_says_which_are_missing()
    {
        Assert.That(CaseText.Problems("schema: relay-scenario/v1\n"), Is.EqualTo(new[]
        {
            "1:1: missing-key the case has no 'id': Equals the path below Scenarios/ without .yaml; stable for ever.",
            "1:1: missing-key the case has no 'title': What happens, in fewer than 90 characters.",
            "1:1: missing-key the case has no 'level': How strong the specification's own word is.",
            "1:1: missing-key the case has no 'client': What the harness asks of the relay.",
            "1:1: missing-key the case has no 'expect': What must come out of the relay.",
            "1:1: missing-key there is no 'upstream' to answer; where no request may arrive, say so: expect: {upstream: {requests: 0}}",
        }));
    }

    [TestCase("    - raw: x", "step 2 ('raw') has no counterpart in a body")]
    [TestCase("    - close: reset", "step 2 ('close') has no counterpart in a body")]
    public void A_script_that_has_no_whole_body_cannot_be_asked_for_as_one(string step, string reason)
    {
        var text = CaseText.WithSteps("text: Hi").Replace("expect:", step + "\nexpect:", StringComparison.Ordinal) + "vary: [non-stream]\n";

        Assert.That(CaseText.Problems(text), Is.EqualTo(new[] { $"11:8: cannot-vary 'non-stream' cannot be made from this case: {reason}" }));
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
