import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { describe, expect, test, vi } from "vitest";

import { startStack } from "./start-stack.ts";
import { checkTemplate } from "./template/template.ts";
import { startSchedules } from "./triggers/start-schedules.ts";
import { startSubscriptions } from "./triggers/start-subscriptions.ts";

vi.mock(import("./triggers/start-schedules.ts"), { spy: true });
vi.mock(import("./triggers/start-subscriptions.ts"), { spy: true });

const unended = new Error("The delivery goes on.");

/** Starts a stack with a delivery that cannot be ended. */
async function start() {
  const folder = await temporaryFolder();
  vi.mocked(startSubscriptions).mockReturnValueOnce([() => Promise.reject(unended)]);
  const options = { parameters: {}, artifacts: {}, workDir: join(folder, "work") };
  return startStack({ template: checkTemplate({ Resources: {} }), ...options, onLog: () => {} });
}

describe("a stack of which a part cannot be ended", () => {
  test("ends the rest, and then throws why", async () => {
    const stack = await start();
    await expect(stack.stop()).rejects.toBe(unended);
    await expect(fetch(stack.endpointUrl)).rejects.toThrow("fetch failed");
  });

  test("also throws why it did not start", async () => {
    const notStarted = new Error("The schedule does not start.");
    vi.mocked(startSchedules).mockImplementationOnce(() => {
      throw notStarted;
    });
    await expect(start()).rejects.toMatchObject({
      message: "The schedule does not start.; The delivery goes on.",
      errors: [notStarted, unended],
      cause: notStarted,
    });
  });
});
