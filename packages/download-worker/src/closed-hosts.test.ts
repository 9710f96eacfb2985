import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { fakeWorker, link, pageLink, postMessage } from "./testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const start = "https://i.redd.it/cat.jpg";
const jpg = samplePicture("jpg");
const redirect = (location: string) => ({ status: 302, headers: { location } });
/** A known picture host, a stranger, and what a stranger may want a worker with credentials to ask. */
const closed = [
  "https://i.giphy.com/cat.gif",
  "https://cats.example.org/cat.jpg",
  "https://i.redd.it.evil.example.org/cat.jpg",
  "https://i.redd.it@evil.example.org/cat.jpg",
  "https://i.redd.it:8443/cat.jpg",
  "https://169.254.169.254/latest/meta-data/",
  "https://[::1]/cat.jpg",
  "https://2852039166/cat.jpg",
  "ftp://i.redd.it/cat.jpg",
  "file:///etc/passwd",
];

function worker(answers: Parameters<typeof fakeWorker>[0]) {
  const built = fakeWorker(answers);
  built.world.hosts = mediaHosts("reddit,imgur");
  return built;
}

describe.each(closed)("%s", (target) => {
  test("is not asked when an open host sends there", async () => {
    const built = worker({ [start]: redirect(target), [target]: jpg });
    await built.deliver(postMessage([link(1, start)]));
    expect(built.filesAsked).toEqual([start]);
    expect(built.ofCrawl()?.links).toMatchObject([
      { outcome: "refused", reason: "host-not-allowed" },
    ]);
  });

  test("is not asked behind a second redirect", async () => {
    const second = "https://preview.redd.it/cat.jpg?s=1";
    const built = worker({ [start]: redirect(second), [second]: redirect(target), [target]: jpg });
    await built.deliver(postMessage([link(1, start)]));
    expect(built.filesAsked).toEqual([start, second]);
  });

  test("is not asked when a message names it", async () => {
    const built = worker({ [target]: jpg });
    await built.deliver(postMessage([link(1, target)]));
    expect(built.filesAsked).toEqual([]);
    expect(built.ofCrawl()?.outcome).toBe("nothing-stored");
  });

  test.each(["asked", "kept"])("is not asked when a page's answer, %s, names it", async (how) => {
    const page = "https://pages.test/a/1";
    const items = [[{ url: target, quality: "original" }], [{ url: start, quality: "original" }]];
    const answer = { kind: "pictures" as const, album: true, items };
    const built = fakeWorker({ [start]: jpg, [target]: jpg }, { [page]: answer });
    const open = mediaHosts("reddit,imgur");
    const { hosts } = built.world;
    built.world.hosts = {
      ...hosts,
      allows: (url) => url.hostname === "pages.test" || open.allows(url),
      hostOf: (url) => hosts.hostOf(url),
    };
    if (how === "kept") await built.world.pageAnswers.keep(new URL(page), answer);
    await built.deliver(postMessage([pageLink(1, page)]));
    expect(built.filesAsked).toEqual([start]);
    expect(built.ofCrawl()?.links).toMatchObject([
      { position: 1, outcome: "refused", reason: "host-not-allowed" },
      { position: 2, outcome: "stored" },
    ]);
  });
});
