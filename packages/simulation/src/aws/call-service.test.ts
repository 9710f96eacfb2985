import { expect, test } from "vitest";

import { FunctionProcess } from "../function-process.ts";
import { World } from "../world.ts";
import { callService } from "./call-service.ts";
import { ServiceError } from "./service-error.ts";

const settings = { attempts: 3, connectMs: 100, answerMs: 1000 };

function scene() {
  const world = new World(1, { hasStory: false });
  world.faults.stop();
  const process = new FunctionProcess("download-worker", world);
  const effects: string[] = [];
  const call = (effect: () => unknown = () => effects.push("effect")) =>
    callService(process, { operation: "sqs:DeleteMessage", about: "", effect }, settings);
  const runOut = async () => {
    while (await world.timeline.step());
  };
  return { world, process, effects, call, runOut };
}

test("an answer comes when its effect has happened", async () => {
  const { effects, call, runOut } = scene();
  const answer = call();
  expect(effects).toEqual([]);
  await runOut();
  await answer;
  expect(effects).toEqual(["effect"]);
});

test("what a dead process asks for has no effect and no answer", async () => {
  const { process, effects, call, runOut } = scene();
  let answered = false;
  process.die("for the test");
  void call().finally(() => {
    answered = true;
  });
  await runOut();
  expect({ effects, answered }).toEqual({ effects: [], answered: false });
});

test("a process that dies while it waits never hears the answer", async () => {
  const { process, call, runOut } = scene();
  let answered = false;
  void call(() => process.die("for the test")).finally(() => {
    answered = true;
  });
  await runOut();
  expect(answered).toBe(false);
});

test("the SDK retries what a server could not do, and not what it refuses", async () => {
  const { call, runOut } = scene();
  const attempts = { failing: 0, refusing: 0 };
  const failing = call(() => {
    attempts.failing += 1;
    throw new ServiceError("InternalError", 500);
  });
  const refusing = call(() => {
    attempts.refusing += 1;
    throw new ServiceError("PreconditionFailed", 412);
  });
  const ends = Promise.allSettled([failing, refusing]);
  await runOut();
  expect(await ends).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  expect(attempts).toEqual({ failing: 3, refusing: 1 });
});
