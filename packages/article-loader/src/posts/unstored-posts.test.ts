import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { pictureChildren } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

const text = { text: "{}", version: "1" };

/** A world that lists ten posts of r/aww, `a9` to `a0`, and has these objects of the subreddit. */
function worldWith(...names: string[]) {
  const world = new FakeWorld({ "": [{ children: pictureChildren("a", 10).toReversed() }] });
  for (const name of names) world.texts.set(`media/aww/${name}`, text);
  return world;
}
/** Those of the posts sent that nothing is known of. */
const unstored = ({ sent }: FakeWorld) =>
  sent
    .filter(({ text }) => "nothingStoredAt" in JSON.parse(text))
    .map(({ postId }) => postId)
    .toSorted();

test("a message says of which posts the bucket had nothing, and when", async () => {
  const world = worldWith("a3/01.jpg", "a7/post.json", "a9x/01.jpg", "0a/01.jpg");
  const listed = world.objects.listSome.bind(world.objects);
  let askedAtMs = 0;
  world.objects.listSome = async (...asked) => {
    askedAtMs = world.clock.now();
    await world.clock.sleep(5000);
    return listed(...asked);
  };
  await world.load();
  expect(unstored(world)).toEqual(["a0", "a1", "a2", "a4", "a5", "a6", "a8", "a9"]);
  const { nothingStoredAt } = JSON.parse(world.sent[0]?.text ?? "");
  expect(Date.parse(nothingStoredAt)).toBeLessThanOrEqual(askedAtMs);
});

test("and of none behind the last key of a long answer", async () => {
  const world = worldWith(...Array.from({ length: 31 }, (_, i) => `a4/${i + 10}.jpg`));
  await world.load();
  expect(unstored(world)).toEqual(["a0", "a1", "a2", "a3"]);
});

test("few posts of a subreddit are not looked for, which would cost more than their workers' looks", async () => {
  const world = new FakeWorld({ "": [{ children: pictureChildren("a", 9) }] });
  world.objects.listSome = () => Promise.reject(new Error("not to be asked"));
  await world.load();
  expect(world.sent).toHaveLength(9);
  expect(unstored(world)).toEqual([]);
  expect(world.lines.map(({ event }) => event)).not.toContain("stored-posts-not-listed");
});

test.each([
  ["a later attempt", {}, 2],
  ["a message that one was put off to", { attemptedBefore: true }, 1],
])(
  "of %s every post is looked for: the one before may have sent it",
  async (_, request, attempt) => {
    const world = worldWith();
    await world.load(request, attempt);
    expect(world.sent).toHaveLength(10);
    expect(unstored(world)).toEqual([]);
  },
);

test.each([
  ["is away", new RetryableError("bucket-unavailable", "503")],
  ["refuses", new Error("AccessDenied")],
])("where the bucket %s, every post is sent, and its worker looks", async (_, error) => {
  const world = worldWith();
  world.objects.listSome = () => Promise.reject(error);
  await world.load();
  expect(world.sent).toHaveLength(10);
  expect(unstored(world)).toEqual([]);
  expect(world.lines.map(({ event }) => event)).toContain("stored-posts-not-listed");
});
