import { describe, expect, test } from "vitest";

import { archivedPosts, away, FakeArchive } from "../testing/fake-archive.ts";
import { listingJson, pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";
import type { ScriptedReply } from "../testing/scripted-http.ts";

const id = "1skbyfv";
const sharePath = "/r/petshow/s/hKrTTvFVwZ";
const shared = { subreddit: "petshow", sharePath, limit: 1 };
const post = listingJson([pictureChild(id)]);
const archiveAsks = "/api/short_links?paths=%2Fr%2Fpetshow%2Fs%2FhKrTTvFVwZ";

const unknown = { body: '{"data":[]}' };
const resolved = (path: string | null) => ({
  body: JSON.stringify({ data: [{ resolved_path: path }] }),
});
const redirect = (location: string, status = 301) => ({ status, headers: { location } });
const page = { body: "<!DOCTYPE html><html>Reddit</html>" };
const blocked = { status: 403, body: "<html>whoa there, pardner</html>" };

/** A world with keys: what the archive and Reddit's website say of the link. */
function sharedWorld(archive: ScriptedReply, website: ScriptedReply, found = post) {
  const world = new FakeWorld();
  const asked: string[] = [];
  world.reply = ({ pathname, search }) => {
    asked.push(pathname + search);
    if (pathname === "/api/short_links") return archive;
    return pathname === sharePath ? website : { body: found };
  };
  const failure = () => world.summary?.failure;
  return { world, asked, failure };
}

describe("a share link", () => {
  test.each([
    [`/r/petshow/comments/${id}/dolor/c0mm3nt?share_id=x&utm_source=share`],
    [`/user/quiet_one/comments/${id}/dolor/`],
    [`/r/petshow/comments/${id}`],
  ])("is the post that the archive says, and the crawl's way reads: %s", async (path) => {
    const { world, asked } = sharedWorld(resolved(path), blocked);
    await world.load(shared);
    expect(asked).toEqual([archiveAsks, `/api/info?id=t3_${id}&raw_json=1`]);
    expect(world.queued).toEqual([id]);
  });

  test.each([
    ["the archive does not know it", unknown],
    ["the archive is away", away],
    ["the archive refuses", { status: 403, body: '{"data":null,"error":"no"}' }],
  ])("is the post that Reddit's website leads to where %s", async (_, archive) => {
    const location = `https://www.reddit.com/r/petshow/comments/${id}/dolor/?share_id=x`;
    const { world, asked } = sharedWorld(archive, redirect(location));
    await world.load(shared);
    expect(asked).toContain(sharePath);
    expect(world.queued).toEqual([id]);
  });

  test.each([301, 302, 307, 308])("follows a status of %d, also to a path", async (status) => {
    const { world } = sharedWorld(unknown, redirect(`/r/petshow/comments/${id}/dolor/`, status));
    await world.load(shared);
    expect(world.queued).toEqual([id]);
  });

  test("leads to an id of up to 13 characters", async () => {
    const long = "abcdefghijklm";
    const { world } = sharedWorld(
      resolved(`/r/petshow/comments/${long}/x/`),
      blocked,
      listingJson([pictureChild(long)]),
    );
    await world.load(shared);
    expect(world.queued).toEqual([long]);
  });

  test("needs no keys: the archive resolves it and has the post", async () => {
    const world = new FakeWorld();
    world.sources = { ...world.sources, api: undefined };
    const archive = new FakeArchive(archivedPosts(1, 1, 1_700_000_000));
    const [{ id: archivedId } = { id: "" }] = archive.posts;
    world.reply = (url) =>
      url.pathname === "/api/short_links"
        ? resolved(`/r/aww/comments/${archivedId}/x/`)
        : archive.reply(url);
    await world.load(shared);
    expect(world.queued).toEqual([archivedId]);
  });

  test.each<[string, ScriptedReply, ScriptedReply, RegExp]>([
    ["nobody knows", unknown, page, /The archive does not know it\. Reddit does not know it\./],
    [
      "that leads to no post",
      resolved("/r/petshow/wiki/index"),
      redirect("/r/petshow/wiki"),
      /know it/,
    ],
    ["that leads nowhere", resolved(null), { status: 404 }, /know it/],
    [
      "that leads off Reddit",
      unknown,
      redirect(`https://evil.example/r/a/comments/${id}/`),
      /know it/,
    ],
    [
      "that only Reddit may know, which blocks this network",
      unknown,
      blocked,
      /does not know it\. Reddit: Reddit blocks this network/,
    ],
  ])("%s fails the crawl for good, with what to do", async (_, archive, website, words) => {
    const { world, failure } = sharedWorld(archive, website);
    await world.load(shared);
    expect(failure()).toMatchObject({
      code: "share-link-unknown",
      message: expect.stringMatching(/Open it in a browser/),
    });
    expect(failure()?.message).toMatch(words);
    // It is on the list of crawls all the same.
    expect(world.effects).toContain("index 01KAR7Q8Z4M3XWQ0V5T9B2C6DE");
  });

  test("that one of the two may know later is attempted again, and says both reasons", async () => {
    const { world, failure } = sharedWorld(away, blocked);
    await world.load(shared);
    expect(world.summary?.failure).toMatchObject({ code: "archive-down" });
    expect(world.delaysSeconds).toEqual([60]);
    expect(failure()).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/The archive: .*522.* Reddit: Reddit blocks/),
    });
  });

  test("waits as long as the archive asks to, without an attempt, where Reddit does not say", async () => {
    const busy = { status: 429, headers: { "x-ratelimit-reset": "600" }, body: "{}" };
    const { world, failure } = sharedWorld(busy, blocked);
    await world.load(shared);
    expect(world.delaysSeconds).toEqual([600]);
    expect(world.published).toMatchObject([{ deferred: 1 }]);
    expect(failure()).toBeUndefined();
  });

  test("is asked of Reddit's website behind the feed's gate, and without the feed's token", async () => {
    const { world, asked } = sharedWorld(unknown, redirect(`/r/petshow/comments/${id}/dolor/`));
    const key = { read: async () => ({ user: "some_one", token: "a-secret-token" }) };
    world.sources = {
      ...world.sources,
      feed: {
        ...world.sources.feed,
        sign: async (url) => new URL(`${url.href}?feed=${(await key.read()).token}`),
      },
    };
    const startedAtMs = world.clock.now();
    const nextRequestAt = new Date(startedAtMs + 40_000).toISOString();
    await world.objects.put("state/feed-gate.json", JSON.stringify({ nextRequestAt }));
    await world.load(shared);
    expect(asked).toEqual([archiveAsks, sharePath, `/api/info?id=t3_${id}&raw_json=1`]);
    expect(world.requestedAtMs[1]).toBeGreaterThanOrEqual(startedAtMs + 40_000);
  });
});
