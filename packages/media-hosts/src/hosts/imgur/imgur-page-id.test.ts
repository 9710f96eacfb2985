import { expect, test } from "vitest";

import type { CannedAnswer } from "../../testing/canned-http.ts";
import {
  apiUrl,
  homeOf,
  hourMs,
  id,
  imgur,
  otherId,
  pictures,
  refuseId,
  scriptOf,
  scriptUrl,
} from "../../testing/played-imgur.ts";
import { ImgurCredit } from "./imgur-credit.ts";
import { ImgurPageId } from "./imgur-page-id.ts";
import { resolveImgurPage } from "./imgur-pages.ts";

test("an album is asked for with the id that imgur's page gives its visitors", async () => {
  const { startProcess, idsAsked } = imgur();
  expect(await startProcess().ask()).toMatchObject(pictures);
  expect(idsAsked()).toEqual([id]);
});

test.each([
  `src=https://s.imgur.com/desktop-assets/js/main.5e4ec2c7.js`,
  `src="https://s.imgur.com/desktop-assets/js/main.5e4ec2c7.js"`,
  `src='//s.imgur.com/desktop-assets/js/main.5e4ec2c7.js'`,
])("the page may name its script as %s", async (script) => {
  const { startProcess, idsAsked } = imgur({ "https://imgur.com/": homeOf(script) });
  await startProcess().ask();
  expect(idsAsked()).toEqual([id]);
});

test("the user's own id goes first, and imgur's page is then not read", async () => {
  const { startProcess, idsAsked, pagesRead } = imgur({}, { imgurClientId: "own" });
  await startProcess().ask();
  expect(idsAsked()).toEqual(["own"]);
  expect(pagesRead()).toBe(0);
});

test("the page is read once a day, by all processes together", async () => {
  const { startProcess, clock, pagesRead } = imgur();
  const first = startProcess();
  await Promise.all([first.ask(), first.ask(), first.ask()]);
  await startProcess().ask();
  clock.nowMs += 24 * hourMs - 1;
  await startProcess().ask();
  expect(pagesRead()).toBe(1);
  clock.nowMs += 1;
  await first.ask();
  expect(pagesRead()).toBe(2);
});

test("an id of a clock that was ahead does not count for ever", async () => {
  const { startProcess, clock, pagesRead } = imgur();
  await startProcess().ask();
  clock.nowMs -= 1000 * hourMs;
  await startProcess().ask();
  expect(pagesRead()).toBe(2);
});

test.each([401, 403, 429])(
  "after a refusal (%d) the page is read again, and its new id is used at once",
  async (status) => {
    const { answers, clock, context, startProcess, idsAsked } = imgur();
    const { ask } = startProcess();
    await ask();
    clock.nowMs += 2 * hourMs;
    answers[scriptUrl] = scriptOf(otherId);
    refuseId(context, answers, status);
    expect(await startProcess().ask()).toMatchObject(pictures);
    expect(idsAsked()).toEqual([id, id, otherId]);
  },
);

test("an id that is refused minutes after it was read is read again at once", async () => {
  const { answers, clock, context, startProcess, idsAsked } = imgur();
  await startProcess().ask();
  clock.nowMs += 60_000;
  answers[scriptUrl] = scriptOf(otherId);
  refuseId(context, answers, 401);
  expect(await startProcess().ask()).toMatchObject(pictures);
  expect(idsAsked()).toEqual([id, id, otherId]);
});

test("an id that imgur refuses and its page no longer gives is used no more", async () => {
  const { answers, context, startProcess } = imgur();
  await startProcess().ask();
  answers[scriptUrl] = { body: "x=1" };
  refuseId(context, answers, 401);
  await expect(startProcess().ask()).rejects.toMatchObject({ code: "http-401" });
  const reason = "imgur-page-has-no-client-id";
  expect(await startProcess().ask()).toEqual({ kind: "refused", reason });
});

test("a refusal that outlives a new reading stays one, and the page is read once an hour", async () => {
  const { answers, clock, startProcess, pagesRead } = imgur();
  const { ask } = startProcess();
  await ask();
  answers[apiUrl] = { status: 429, headers: { "retry-after": "60" } };
  clock.nowMs += 2 * hourMs;
  for (let time = 0; time < 3; time += 1)
    await expect(ask()).rejects.toMatchObject({ code: "http-429", retryAfterSeconds: 60 });
  expect(pagesRead()).toBe(2);
});

test("an error that is no refusal does not make the page be read again", async () => {
  const { clock, answers, startProcess, pagesRead } = imgur();
  const { ask } = startProcess();
  await ask();
  clock.nowMs += 2 * hourMs;
  answers[apiUrl] = { status: 500 };
  await expect(ask()).rejects.toMatchObject({ code: "http-500" });
  expect(pagesRead()).toBe(1);
});

test.each<[string, Record<string, CannedAnswer>, string]>([
  [
    "leads elsewhere",
    { "https://imgur.com/": { status: 302, headers: { location: "https://consent.example/" } } },
    "imgur-page-refused",
  ],
  [
    "is withheld for legal reasons",
    { "https://imgur.com/": { status: 451 } },
    "imgur-page-refused",
  ],
  [
    "has another shape",
    { "https://imgur.com/": { body: "<html>" } },
    "imgur-page-has-no-client-id",
  ],
  ["has a script without an id", { [scriptUrl]: { body: "x=1" } }, "imgur-page-has-no-client-id"],
  [
    "names a script elsewhere",
    { "https://imgur.com/": homeOf("src=//evil.example/desktop-assets/js/main.1.js") },
    "imgur-page-has-no-client-id",
  ],
])(
  "where the page %s, an album is refused with that reason, and a picture left to the link's own addresses",
  async (_, answers, reason) => {
    const { startProcess, pagesRead, clock } = imgur(answers);
    const { ask } = startProcess();
    expect(await ask()).toEqual({ kind: "refused", reason });
    expect(await ask("PVXxY6p")).toEqual({
      kind: "pictures",
      album: false,
      items: [[]],
    });
    expect(pagesRead()).toBe(1);
    clock.nowMs += hourMs;
    await ask();
    expect(pagesRead()).toBe(2);
  },
);

test("a page that cannot answer now is asked again with the next attempt", async () => {
  const { answers, startProcess } = imgur({ "https://imgur.com/": { status: 503 } });
  const { ask } = startProcess();
  await expect(ask()).rejects.toMatchObject({ code: "http-503" });
  answers["https://imgur.com/"] = homeOf(`src=${scriptUrl}`);
  expect(await ask()).toMatchObject(pictures);
});

test("where it is switched off, the page is not read, and an album says what it needs", async () => {
  const { context, requests } = imgur();
  const off = { ...context, imgurPageId: undefined };
  const page = new URL("https://imgur.com/a/3a3rJ");
  expect(await resolveImgurPage(page, off, new ImgurCredit(), new ImgurPageId())).toEqual({
    kind: "refused",
    reason: "imgur-album-needs-client-id",
  });
  expect(requests).toEqual([]);
});
