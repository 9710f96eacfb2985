import { describe, expect, test } from "vitest";

import type { CommandOutput, Verbosity } from "../terminal/command-output.ts";
import { noNotes } from "../terminal/notes.ts";
import { stageLog } from "./stage-log.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

function shown(verbosity: Verbosity, ...lines: (string | object)[]) {
  const printed: string[] = [];
  const onLog = stageLog({ ...recordedOutput(printed), verbosity });
  for (const line of lines)
    onLog({
      function: "BalancerFunction",
      line: typeof line === "string" ? line : JSON.stringify(line),
    });
  return printed;
}

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
const info = { level: "info", service: "balancer", event: "dispatched", posts: 3 };
const refused = { level: "warn", event: "batch-entries-refused", refused: 2 };
const bug = {
  level: "error",
  service: "balancer",
  event: "invocation-refused",
  error: { name: "TypeError", message: "x is\u0085undefined", stack: "TypeError: …" },
};
const known = {
  level: "error",
  service: "download-worker",
  event: "last-try-failed",
  error: { name: "RetryableError", code: "connection-refused", message: "GET i.redd.it: …" },
};
const note = "Read from Reddit's public feed.";
const feed = { level: "warn", event: "source-knows-less", crawlId, source: "feed", note };
const redditAway = {
  level: "warn",
  event: "waiting",
  crawlId,
  reason: "backoff",
  seconds: 2,
  code: "connection-refused",
  detail: "GET www.reddit.com: connect ECONNREFUSED 127.0.0.1:9",
};
const hostAway = {
  level: "warn",
  event: "try-failed",
  crawlId,
  host: "i.redd.it",
  code: "host-not-found",
  reason: "GET i.redd.it: getaddrinfo ENOTFOUND i.redd.it",
};

describe("what the stages log", () => {
  test("is shown whole to those who want every line", () => {
    const lines = [info, refused, bug, known, feed, feed, redditAway, hostAway];
    expect(shown("verbose", ...lines)).toHaveLength(lines.length);
  });

  test("is one line with time, stage, level, event and fields", () => {
    const timestamp = "2026-11-22T20:00:07.123Z";
    const line = { timestamp, level: "warn", message: "refused", event: "refused", reason: "busy" };
    expect(shown("verbose", line)).toEqual([
      '20:00:07.123 Balancer       warn  refused reason="busy"',
    ]);
  });

  test("is else kept quiet about, where it passes by itself or the crawl's end tells it", () => {
    expect(shown("normal", info, refused, known)).toEqual([]);
  });

  test("is put in words, once a crawl, where a person can do something about it", () => {
    expect(shown("normal", feed, redditAway, redditAway, hostAway, hostAway, feed)).toEqual([
      note,
      "Reddit cannot be reached (connect ECONNREFUSED 127.0.0.1:9), and is asked again by itself: check the network, and HTTPS_PROXY where there is a proxy.",
      "i.redd.it cannot be reached (getaddrinfo ENOTFOUND i.redd.it), and is asked again by itself: check the network, and HTTPS_PROXY where there is a proxy.",
    ]);
    const detail = "GET arctic-shift.photon-reddit.com: getaddrinfo ENOTFOUND";
    expect(shown("normal", { ...redditAway, detail })[0]).toMatch(
      /^The archive arctic-shift\.photon-reddit\.com cannot be reached \(getaddrinfo ENOTFOUND\)/,
    );
    const another = { ...redditAway, crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF" };
    expect(shown("normal", redditAway, another)).toHaveLength(2);
  });

  test("counts a note as said where people read it, and says none where they want none", () => {
    const printed: string[] = [];
    const output: CommandOutput = { ...recordedOutput(printed), verbosity: "normal" };
    const line = { function: "ArticleLoaderFunction", line: JSON.stringify(feed) };
    stageLog({ ...output, notes: noNotes })(line);
    stageLog({ ...output, verbosity: "quiet" })(line);
    expect([printed, output.notes.unsaid(note)]).toEqual([[], note]);
    stageLog(output)(line);
    expect([printed, output.notes.unsaid(note)]).toEqual([[note], ""]);
  });

  test.each<Verbosity>(["normal", "quiet"])(
    "is one line to those who want it %s where a stage failed as none should",
    (verbosity) => {
      expect(shown(verbosity, bug)).toEqual([
        "An error in balancer: TypeError: x is undefined (invocation-refused; -v shows all of it).",
      ]);
    },
  );

  test("is nothing but errors to those who want quiet", () => {
    expect(shown("quiet", info, refused, feed, redditAway, hostAway)).toEqual([]);
  });

  test("leaves out metrics and passes on what is no log line, without control characters", () => {
    expect(shown("verbose", '{"_aws":{},"Stored":1}')).toEqual([]);
    expect(shown("normal", "\u001b[31mSegmentation fault")).toEqual([
      "BalancerFunction: Segmentation fault",
    ]);
  });

  test("tells of an event that was given up only to those who want every line", () => {
    const line = "Gave up event a0f6 (RetriesExhausted): RetryableError: GET www.reddit.com: …";
    expect(shown("verbose", line)).toHaveLength(1);
    expect(shown("normal", line)).toEqual([]);
  });
});
