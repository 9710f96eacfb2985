import { describe, expect, test } from "vitest";

import {
  album,
  apiUrl,
  homeOf,
  hourMs,
  id,
  imgur,
  pictures,
  scriptUrl,
} from "../../testing/played-imgur.ts";

describe("while the page refuses (429)", () => {
  const refusing = { "https://imgur.com/": { status: 429, headers: { "retry-after": "30" } } };

  test("the kept id stays in use, also behind its day and for other processes", async () => {
    const { answers, clock, startProcess, idsAsked, pagesRead } = imgur();
    await startProcess().ask();
    Object.assign(answers, refusing);
    clock.nowMs += 30 * hourMs;
    for (let process = 0; process < 3; process += 1)
      expect(await startProcess().ask()).toMatchObject(pictures);
    expect(idsAsked()).toEqual([id, id, id, id]);
    expect(pagesRead()).toBe(2);
  });

  test("one refusal of the API does not cost the id", async () => {
    const { answers, clock, startProcess, pagesRead } = imgur();
    await startProcess().ask();
    Object.assign(answers, refusing, { [apiUrl]: { status: 429 } });
    await expect(startProcess().ask()).rejects.toMatchObject({ code: "http-429" });
    answers[apiUrl] = album;
    clock.nowMs += 60_000;
    expect(await startProcess().ask()).toMatchObject(pictures);
    expect(pagesRead()).toBe(2);
  });

  test("and no id was read yet, it is read once more after the wait that it asks for", async () => {
    const { answers, clock, startProcess, pagesRead } = imgur(refusing);
    const home = homeOf(`src=${scriptUrl}`);
    await expect(startProcess().ask()).rejects.toMatchObject({ retryAfterSeconds: 30 });
    clock.nowMs += 29_000;
    await expect(startProcess().ask()).rejects.toMatchObject({ retryAfterSeconds: 1 });
    expect(pagesRead()).toBe(1);
    answers["https://imgur.com/"] = home;
    clock.nowMs += 1000;
    expect(await startProcess().ask()).toMatchObject(pictures);
  });

  test("a kept instant that no process writes keeps nobody from the page", async () => {
    const { clock, startProcess, stored } = imgur();
    const readAt = clock.nowMs - 1000;
    const secondAt = readAt + 1000 * hourMs;
    stored.kept = { kind: "none", reason: "imgur-page-refused", readAt, secondAt };
    expect(await startProcess().ask()).toMatchObject(pictures);
  });

  test.each([401, 403, 429])(
    "twice (%d), albums are refused at once for an hour each",
    async (status) => {
      const { clock, startProcess, pagesRead } = imgur({ "https://imgur.com/": { status } });
      await expect(startProcess().ask()).rejects.toMatchObject({ retryAfterSeconds: 60 });
      const refused = { kind: "refused", reason: "imgur-page-refused" };
      const withoutFile = { kind: "pictures", album: false, items: [[]] };
      for (let hour = 1; hour <= 3; hour += 1) {
        clock.nowMs += hourMs;
        expect(await startProcess().ask()).toEqual(refused);
        expect(await startProcess().ask("PVXxY6p")).toEqual(withoutFile);
        expect(pagesRead()).toBe(1 + hour);
      }
    },
  );
});
