import { describe, expect, test } from "vitest";

import type { Verbosity } from "./command-output.ts";
import { stageLog } from "./stage-log.ts";
import { recordedOutput } from "./testing/recorded-output.ts";

function shown(verbosity: Verbosity, line: string) {
  const printed: string[] = [];
  stageLog({ ...recordedOutput(printed), verbosity })({ function: "BalancerFunction", line });
  return printed;
}

const info =
  '{"time":"2026-11-22T20:00:07.123Z","level":"info","service":"balancer","event":"dispatched","posts":3}';
const warn = '{"time":"2026-11-22T20:00:07.123Z","level":"warn","event":"refused","reason":"busy"}';
const error = '{"level":"error","event":"failed"}';

describe("what the stages log", () => {
  test.each<[Verbosity, number]>([
    ["quiet", 1],
    ["normal", 2],
    ["verbose", 3],
  ])("is shown to those who want it %s in %i of 3 lines", (verbosity, count) => {
    expect([info, warn, error].flatMap((line) => shown(verbosity, line))).toHaveLength(count);
  });

  test("is one line with time, stage, level, event and fields", () => {
    expect(shown("normal", warn)).toEqual([
      '20:00:07.123 Balancer       warn  refused reason="busy"',
    ]);
  });

  test("leaves out metrics and passes on what is no log line, without control characters", () => {
    expect(shown("verbose", '{"_aws":{},"Stored":1}')).toEqual([]);
    expect(shown("normal", "\u001b[31mSegmentation fault")).toEqual([
      "BalancerFunction: Segmentation fault",
    ]);
  });
});
