import { describe, expect, test } from "vitest";

import { startProvisioned } from "./start-provisioned.ts";

/** Functions whose processes are ready when the test says so. */
function slowFunctions(...names: string[]) {
  const asked: string[] = [];
  const ready: (() => void)[] = [];
  const functions = names.map((logicalId) => ({
    logicalId,
    warm: (most: number) => {
      asked.push(`${logicalId} of ${most}`);
      return new Promise<void>((resolve) => void ready.push(resolve));
    },
  }));
  const nextReady = async () => {
    ready.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  };
  return { functions, asked, nextReady };
}

describe("provisioned processes", () => {
  test("start in the order that was asked for, so many at a time as there are cores", async () => {
    const { functions, asked, nextReady } = slowFunctions("Worker", "Api", "Loader");
    const all = startProvisioned(functions, { Api: 1, Loader: 1, Worker: 2 }, 2);
    expect(asked).toEqual(["Api of 1", "Loader of 1"]);
    await nextReady();
    expect(asked.slice(2)).toEqual(["Worker of 2"]);
    await nextReady();
    expect(asked.slice(3)).toEqual(["Worker of 2"]);
    await nextReady();
    await nextReady();
    await expect(all).resolves.toBeUndefined();
  });

  test("are none for a function that the stack does not have", async () => {
    const { functions, asked } = slowFunctions("Api");
    await startProvisioned(functions, { Other: 3 }, 2);
    expect(asked).toEqual([]);
  });

  test("fail when one cannot be started", async () => {
    const functions = [{ logicalId: "Api", warm: () => Promise.reject(new Error("EAGAIN")) }];
    await expect(startProvisioned(functions, { Api: 1 }, 2)).rejects.toThrow("EAGAIN");
  });
});
