import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import sharp from "sharp";
import { expect, test } from "vitest";

import { played } from "../testing/played.ts";
import { gallery } from "./posts/gallery-posts.ts";
import { imgurDirect } from "./posts/imgur-posts.ts";
import { parseRecordedListing } from "./recorded-listing.ts";
import { textWithLinks } from "./posts/text-posts.ts";
import { previewLink, singlePicture } from "./posts/upload-posts.ts";

async function fileOf(content: unknown): Promise<string> {
  const directory = await temporaryFolder();
  const file = join(directory, "listing.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

const recorded = [
  singlePicture("png", { subreddit: "aww" }),
  gallery(["jpg", "failed", "gif"]),
  imgurDirect("https://i.imgur.com/{id}l.jpg"),
  textWithLinks,
  previewLink("this-cat-in-a-box-v0-"),
].map((build, index) => build(index + 1));
const listing = {
  kind: "Listing",
  data: { children: recorded.map(({ post }) => ({ kind: "t3", data: post })) },
};

test("serves a recorded listing as it is, and every picture that it links", async () => {
  const { replay, client } = await played({ listing: await fileOf(listing) });
  const answer = await client.oauth("/r/popular/hot?limit=100&raw_json=1");
  const { data } = JSON.parse(answer.body.toString()) as {
    data: { after: null; children: { data: unknown }[] };
  };
  expect(data.after).toBeNull();
  expect(data.children.map((child) => child.data)).toEqual(recorded.map(({ post }) => post));

  const expected = await replay.expected();
  expect(
    expected.map(({ pictures }) =>
      pictures.map(({ shape, position, url }) => ({ shape, position, url })),
    ),
  ).toEqual(
    recorded.map(({ pictures }) =>
      pictures.map(({ shape, position, url }) => ({ shape, position, url })),
    ),
  );
  for (const { url, bytes, extension } of expected.flatMap(({ pictures }) => pictures)) {
    const { body } = await client.get(url);
    expect(body).toHaveLength(bytes);
    expect((await sharp(body).metadata()).format).toBe(extension === "jpg" ? "jpeg" : extension);
  }
});

test("refuses what is no listing", () => {
  expect(() => parseRecordedListing('{"kind":"t2","data":{}}')).toThrow("must be a listing");
});
