import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { describe, expect, test } from "vitest";

import { createLease } from "./lease.ts";

const startMs = Date.parse("2026-11-22T20:00:00Z");
const key = "state/balancer/PostQueue.json";

function bucket() {
  const objects = memoryObjects();
  const lines: string[] = [];
  let now = startMs;
  /** What becomes of a conditional write. */
  let fate: "lands" | "lands and its answer is lost" | "conflicts" | "fails" = "lands";
  const ports = {
    objects: {
      ...objects,
      replace: async (name: string, text: string, version: string | undefined) => {
        if (fate === "fails") throw new RetryableError("bucket-unavailable", "S3 is away.");
        if (fate === "conflicts") {
          fate = "lands";
          return false;
        }
        const isReplaced = await objects.replace(name, text, version);
        const isLost = fate === "lands and its answer is lost";
        if (isLost) fate = "lands";
        return isReplaced && !isLost;
      },
    },
    clock: { now: () => now, sleep: async (ms: number) => void (now += ms) },
    log: createLog({ service: "balancer", write: (line) => lines.push(line) }),
  };
  const lease = (holder: string, found?: string) =>
    createLease(ports, { key, queueUrl: "queue", found, holder }, (untilMs) => ({
      kind: "open",
      untilMs,
      endsAtMs: startMs + 75_000,
      places: 10,
      holder,
    }));
  return {
    objects,
    lines,
    lease,
    pass: (ms: number) => void (now += ms),
    next: (what: typeof fate) => void (fate = what),
    stored: () => JSON.parse(objects.objects.get(key) ?? "{}"),
    version: async () => (await objects.read(key))?.version,
  };
}

describe("a lease", () => {
  test("lasts 20 s, and is renewed once 6 of them are over", async () => {
    const { lease, pass, stored, objects } = bucket();
    const mine = lease("a");
    await mine.hold();
    expect(stored()).toMatchObject({ until: "2026-11-22T20:00:20.000Z", holder: "a" });
    pass(5999);
    await mine.hold();
    expect(objects.calls.write).toBe(1);
    pass(1);
    await mine.hold();
    expect(stored()).toMatchObject({ until: "2026-11-22T20:00:26.000Z", holder: "a" });
  });

  test.each(["lands and its answer is lost", "conflicts"] as const)(
    "is taken and renewed where a write %s",
    async (fate) => {
      const { lease, pass, next, stored } = bucket();
      const mine = lease("a");
      next(fate);
      expect(await mine.hold()).toBe(true);
      pass(6000);
      next(fate);
      expect(await mine.hold()).toBe(true);
      expect(stored()).toMatchObject({ until: "2026-11-22T20:00:26.000Z", holder: "a" });
    },
  );

  test("is lost to a balancer that took it behind its end, and its end writes nothing", async () => {
    const { lease, pass, stored, version, lines } = bucket();
    const mine = lease("a");
    await mine.hold();
    pass(20_000);
    expect(await lease("b", await version()).hold()).toBe(true);
    expect(await mine.hold()).toBe(false);
    await mine.end(() => "closed by a");
    expect(stored()).toMatchObject({ holder: "b" });
    expect(lines.join("\n")).toContain("another-balancer-works");
  });

  test("goes on behind its end when nobody took it", async () => {
    const { lease, pass, stored } = bucket();
    const mine = lease("a");
    await mine.hold();
    pass(30_000);
    expect(await mine.hold()).toBe(true);
    expect(stored()).toMatchObject({ until: "2026-11-22T20:00:50.000Z" });
  });

  test("that cannot be renewed is good while it lasts for invocations that begin now", async () => {
    const { lease, pass, next, lines } = bucket();
    const mine = lease("a");
    await mine.hold();
    next("fails");
    pass(11_000);
    expect(await mine.hold()).toBe(true);
    expect(lines.join("\n")).toContain("lease-not-renewed");
    pass(1);
    await expect(mine.hold()).rejects.toMatchObject({ code: "bucket-unavailable" });
  });

  test("that was never taken writes nothing at its end", async () => {
    const { lease, objects } = bucket();
    await lease("a").end(() => "{}");
    expect(objects.calls.write).toBe(0);
  });

  test("ends with a text in its place", async () => {
    const { lease, objects } = bucket();
    const mine = lease("a");
    await mine.hold();
    await mine.end(() => "{}");
    expect(objects.objects.get(key)).toBe("{}");
  });
});
