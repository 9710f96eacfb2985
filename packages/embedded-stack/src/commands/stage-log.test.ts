import { describe, expect, test } from "vitest";

import { stageLog } from "./stage-log.ts";

function shown(verbose: boolean, line: string) {
  const printed: string[] = [];
  const view = { show: () => {}, end: () => {}, print: (text: string) => void printed.push(text) };
  stageLog(view, verbose)({ function: "BalancerFunction", line });
  return printed;
}

const info = '{"time":"t","level":"info","service":"balancer","event":"dispatched","posts":3}';
const warn = '{"level":"warn","event":"refused","reason":"busy"}';

describe("what the stages log", () => {
  test("stays quiet unless it is a warning or an error", () => {
    expect(shown(false, info)).toEqual([]);
    expect(shown(false, warn)).toEqual(['BalancerFunction warn refused reason="busy"']);
  });

  test("is shown in full on demand", () => {
    expect(shown(true, info)).toEqual(["BalancerFunction info dispatched posts=3"]);
  });

  test("leaves out metrics and passes on what is no log line", () => {
    expect(shown(true, '{"_aws":{},"Stored":1}')).toEqual([]);
    expect(shown(false, "Segmentation fault")).toEqual(["BalancerFunction: Segmentation fault"]);
  });
});
