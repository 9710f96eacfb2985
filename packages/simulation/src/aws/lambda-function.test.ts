import { expect, test } from "vitest";

import type { FunctionProcess } from "../function-process.ts";
import { World } from "../world.ts";
import { LambdaFunction, type StageHandler } from "./lambda-function.ts";

const numbers = {
  timeoutMs: 90_000,
  reservedConcurrency: 1,
  retries: 2,
  maximumEventAgeMs: 21_600_000,
  environment: {},
};

/** A function in a world without faults: when each invocation began, in seconds, and what was given up. */
function functionOf(handler: (process: FunctionProcess) => StageHandler, changes: object = {}) {
  const world = new World(1, { hasStory: false });
  world.faults.stop();
  const startsAt: number[] = [];
  const givenUp: string[] = [];
  const lambda = new LambdaFunction(
    "article-loader",
    world,
    { ...numbers, ...changes },
    (process) => (event, context) => {
      startsAt.push(Math.round((world.timeline.nowMs - world.timeline.startMs) / 1000));
      return handler(process)(event, context);
    },
    { givenUp: (_event, why) => givenUp.push(why) },
  );
  const runOut = async () => {
    while (await world.timeline.step());
  };
  return { lambda, startsAt, givenUp, runOut };
}

test("a failed event is tried twice again, after about one and then two minutes", async () => {
  const { lambda, startsAt, givenUp, runOut } = functionOf(() => async () => {
    throw new Error("no");
  });
  lambda.accept({});
  await runOut();
  expect(startsAt).toHaveLength(3);
  expect(startsAt[1]! - startsAt[0]!).toBeGreaterThanOrEqual(60);
  expect(startsAt[2]! - startsAt[1]!).toBeGreaterThanOrEqual(120);
  expect(givenUp).toEqual(["Error: no"]);
});

test("an invocation that takes too long dies, and its process with it", async () => {
  const processes = new Set<FunctionProcess>();
  const { lambda, givenUp, runOut } = functionOf(
    (process) => () => {
      processes.add(process);
      return new Promise(() => {});
    },
    { retries: 1 },
  );
  lambda.accept({});
  await runOut();
  expect(givenUp).toEqual(["the process died"]);
  expect([...processes].map(({ isDead }) => isDead)).toEqual([true, true]);
});

test("an event that finds no place in time is given up untried", async () => {
  const { lambda, startsAt, givenUp, runOut } = functionOf(
    (process) => async () => process.clock.sleep(80_000),
    { maximumEventAgeMs: 60_000 },
  );
  lambda.accept({});
  lambda.accept({});
  await runOut();
  expect(startsAt).toHaveLength(1);
  expect(givenUp).toEqual(["too old"]);
});
