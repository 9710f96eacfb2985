import { describe, expect, test } from "vitest";

import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { credentialsRefused } from "../answer-errors.ts";
import type { RedditCredentials } from "./reddit-credentials.ts";
import { createRedditTokens, type TokenRequest } from "./reddit-tokens.ts";

const old = { client_id: "old", client_secret: "x" };
const rotated = { client_id: "new", client_secret: "y" };

function setUp(request?: TokenRequest, secrets: RedditCredentials[] = [old]) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const reads: boolean[] = [];
  const tokens = createRedditTokens(
    async (credentials) => {
      asked.push(credentials.client_id);
      await clock.sleep(50);
      if (request) return request(credentials);
      return { token: `t${asked.length}`, expiresInSeconds: 3600 };
    },
    {
      read: async ({ fresh }) => {
        reads.push(fresh);
        return secrets[fresh ? secrets.length - 1 : 0] ?? old;
      },
    },
    clock,
  );
  const current = () => clock.run(tokens.current());
  return { clock, tokens, asked, reads, current };
}

describe("tokens", () => {
  test.each([
    [3600, 3239, 3241],
    [86_400, 77_759, 77_761],
    [600, 479, 481],
  ])("of %i s are kept for %i s and renewed after %i s", async (expiresInSeconds, still, over) => {
    let granted = 0;
    const { clock, asked, current } = setUp(async () => {
      granted += 1;
      return { token: `t${granted}`, expiresInSeconds };
    });
    await current();
    const startMs = clock.now();
    await clock.run(clock.sleep(still * 1000));
    await current();
    expect(asked).toHaveLength(1);
    await clock.run(clock.sleep(startMs + over * 1000 - clock.now()));
    expect(await current()).toBe("t2");
  });

  test("are asked for once for all who wait", async () => {
    const { clock, tokens, asked } = setUp();
    const both = Promise.all([tokens.current(), tokens.current()]);
    expect(await clock.run(both)).toEqual(["t1", "t1"]);
    expect(asked).toHaveLength(1);
  });

  test("that were dropped are not given out again, and the secret is read anew", async () => {
    const { tokens, asked, reads, current } = setUp(undefined, [old, rotated]);
    tokens.drop(await current());
    expect(await current()).toBe("t2");
    expect(reads).toEqual([false, true]);
    expect(asked).toEqual(["old", "new"]);
  });

  test("survive the drop of an older one", async () => {
    const { tokens, asked, current } = setUp();
    const first = await current();
    tokens.drop(first);
    await current();
    tokens.drop(first);
    expect(await current()).toBe("t2");
    expect(asked).toHaveLength(2);
  });

  test("are had with the rotated secret when the remembered one is refused", async () => {
    const { asked, current } = setUp(
      async ({ client_id }) => {
        if (client_id === "old") throw credentialsRefused("401");
        return { token: "good", expiresInSeconds: 3600 };
      },
      [old, rotated],
    );
    expect(await current()).toBe("good");
    expect(asked).toEqual(["old", "new"]);
  });

  test("are not asked for twice with the same refused secret", async () => {
    const { asked, reads, current } = setUp(async () => {
      throw credentialsRefused("401");
    });
    await expect(current()).rejects.toMatchObject({ code: "credentials-refused" });
    expect(asked).toEqual(["old"]);
    expect(reads).toEqual([false, true]);
  });

  test("can be asked for again after a failure", async () => {
    let calls = 0;
    const { current } = setUp(async () => {
      calls += 1;
      if (calls === 1) throw new Error("reset");
      return { token: "good", expiresInSeconds: 3600 };
    });
    await expect(current()).rejects.toThrow("reset");
    expect(await current()).toBe("good");
  });
});
