import sharp from "sharp";
import { describe, expect, test } from "vitest";

import { imgurIdOf, uploadIdOf } from "../listing/posts/listed-post.ts";
import { demoListing } from "../listing/demo-listing.ts";
import { demoImgurClientId } from "./imgur-home.ts";
import { played } from "../testing/played.ts";

const posts = demoListing();
const expectedOf = (shape: string) =>
  posts.flatMap(({ pictures }) => pictures).filter((picture) => picture.shape === shape);
const direct = posts.find(({ post }) => post.url.endsWith(".JPG?1"));
const directId = /com\/(\w+)\./.exec(direct?.pictures[0]?.url ?? "")?.[1] ?? "";

describe("Reddit's picture hosts", () => {
  test("i.redd.it serves what was uploaded, and a page to a client that accepts pages", async () => {
    const { client } = await played();
    const [{ url } = { url: "" }] = expectedOf("single");
    expect((await client.get(url, { accept: "*/*" })).status).toBe(200);
    const page = await client.get(url, { accept: "text/html,image/webp,*/*" });
    expect(page.status).toBe(302);
    expect(page.headers["location"]).toContain("https://www.reddit.com/media?url=https%3A%2F%2F");
    expect((await client.get("https://i.redd.it/neveruploaded.jpg")).status).toBe(404);
  });

  test("preview.redd.it serves a copy for exactly the signed URL", async () => {
    const { client } = await played();
    const [rescued] = expectedOf("preview-rescue");
    const url = rescued?.url ?? "";
    const copy = await client.get(url);
    expect(copy).toMatchObject({ status: 200, headers: { "content-type": "image/jpeg" } });
    const original = `https://i.redd.it${new URL(url).pathname}`;
    expect((await client.get(original)).status).toBe(404);
    for (const wrong of [
      url.replace("auto=webp&", ""),
      url.replace(/s=.{4}/, "s=0000"),
      url.replace("&s=", "&amp;s="),
      url.split("?")[0] ?? "",
    ])
      expect((await client.get(wrong)).status).toBe(403);
  });

  test("the copy of a picture is not its original", async () => {
    const { client } = await played();
    const single = posts.find(
      ({ post }) => post.url.endsWith(".png") && post.domain === "i.redd.it",
    );
    const preview = single?.post.preview as { images: { source: { url: string } }[] };
    const copy = await client.get(preview.images[0]?.source.url ?? "", { accept: "image/webp" });
    expect(copy.headers["content-type"]).toBe("image/webp");
    expect((await client.get(single?.post.url ?? "")).headers["content-type"]).toBe("image/png");
  });

  test("a file may be another kind than its name says", async () => {
    const { client } = await played();
    const answer = await client.get(`https://i.redd.it/${uploadIdOf("single 3")}.jpg`);
    expect(answer.headers["content-type"]).toBe("image/png");
    expect((await sharp(answer.body).metadata()).format).toBe("png");
  });

  test("v.redd.it serves the files of its videos", async () => {
    const { client } = await played();
    const [video] = expectedOf("video-file");
    expect(await client.get(video?.url ?? "")).toMatchObject({
      status: 200,
      headers: { "content-type": "video/mp4" },
    });
    expect((await client.get("https://v.redd.it/nothing/CMAF_720.mp4")).status).toBe(403);
  });
});

describe("imgur", () => {
  test.each(["jpg", "png", "gif", "webp", "JPEG"])(
    "serves the true file under the extension .%s",
    async (extension) => {
      const { client } = await played();
      const truth = await client.get(`https://i.imgur.com/${directId}.jpg`);
      const answer = await client.get(`https://i.imgur.com/${directId}.${extension}?1`);
      expect(answer.headers["content-type"]).toBe("image/jpeg");
      expect(answer.body.equals(truth.body)).toBe(true);
    },
  );

  test.each([
    ["s", 90],
    ["m", 320],
    ["l", 640],
  ])("serves a smaller copy for the letter %s", async (letter, width) => {
    const { client } = await played();
    const { body } = await client.get(`https://i.imgur.com/${directId}${letter}.jpg`);
    expect((await sharp(body).metadata()).width).toBe(width);
  });

  test("has a page, an MP4 and a gif of an animation", async () => {
    const { client } = await played();
    const gifv = posts.find(({ post }) => post.url.endsWith(".gifv"))?.post.url ?? "";
    const typeOf = async (url: string) => (await client.get(url)).headers["content-type"];
    expect(await typeOf(gifv)).toContain("text/html");
    expect(await typeOf(gifv.replace("gifv", "mp4"))).toBe("video/mp4");
    expect(await typeOf(gifv.replace("gifv", "gif"))).toBe("image/gif");
    expect(await typeOf(gifv.replace("gifv", "jpg"))).toBe("image/jpeg");
  });

  test("sends from what is removed to a placeholder of 503 bytes and 161 x 81 pixels", async () => {
    const { client } = await played();
    const removed = posts.find(({ reason }) => reason === "placeholder")?.post.url ?? "";
    const { status, headers } = await client.get(removed);
    expect([status, headers["location"]]).toEqual([302, "https://i.imgur.com/removed.png"]);
    const { body } = await client.get("https://i.imgur.com/removed.png");
    expect(body).toHaveLength(503);
    expect(await sharp(body).metadata()).toMatchObject({ format: "png", width: 161, height: 81 });
  });

  test("names the pictures of an album in order, to a client with an id", async () => {
    const { client } = await played();
    const album = posts.find(({ post }) => post.url.startsWith("https://imgur.com/a/"));
    const id = album?.post.url.split("/").at(-1) ?? "";
    const v1 = await client.get(
      `https://api.imgur.com/post/v1/albums/${id}?client_id=${demoImgurClientId}&include=media`,
    );
    const { media } = JSON.parse(v1.body.toString()) as { media: { id: string; url: string }[] };
    const linked = album?.pictures.map(({ url }) => /com\/(\w+)/.exec(url)?.[1]);
    expect(media.map((entry) => entry.id)).toEqual(linked);
    const v3 = await client.get(`https://api.imgur.com/3/album/${id}`, {
      authorization: `Client-ID ${demoImgurClientId}`,
    });
    expect(JSON.parse(v3.body.toString())).toMatchObject({
      success: true,
      data: { is_album: true },
    });
    expect((await client.get(`https://api.imgur.com/3/album/${id}`)).status).toBe(401);
    const unknown = `https://api.imgur.com/post/v1/albums/${imgurIdOf("no album")}?client_id=${demoImgurClientId}`;
    expect((await client.get(unknown)).status).toBe(404);
  });

  test("takes a client id from the header, and at `post/v1` from the address, too", async () => {
    const { client } = await played();
    const album = posts.find(({ post }) => post.url.startsWith("https://imgur.com/a/"));
    const id = album?.post.url.split("/").at(-1) ?? "";
    const ask = (path: string, authorization = "") =>
      client.get(`https://api.imgur.com/${path}`, { authorization });
    const byHeader = await ask(`post/v1/albums/${id}`, `Client-ID ${demoImgurClientId}`);
    expect(byHeader.status).toBe(200);
    expect(byHeader.body).toEqual(
      (await ask(`post/v1/albums/${id}?client_id=${demoImgurClientId}`)).body,
    );
    for (const refused of [`post/v1/albums/${id}`, `3/album/${id}?client_id=${demoImgurClientId}`])
      expect((await ask(refused)).status).toBe(401);
  });

  test("gives visitors of its page a client id by way of a script, and knows no other one", async () => {
    const { replay, client } = await played();
    const home = (await client.get("https://imgur.com/")).body.toString();
    const script = /src=(\/\/s\.imgur\.com\/\S+\.js)>/.exec(home)?.[1] ?? "";
    const { body } = await client.get(`https:${script}`);
    const id = /apiClientId:"([0-9a-f]{15})"/.exec(body.toString())?.[1] ?? "";
    const album = posts.find(({ post }) => post.url.startsWith("https://imgur.com/a/"));
    const url = `https://api.imgur.com/post/v1/albums/${album?.post.url.split("/").at(-1)}`;
    expect((await client.get(`${url}?client_id=${id}`)).status).toBe(200);
    const refused = await client.get(`${url}?client_id=fedcba987654321`);
    expect(refused.status).toBe(403);
    expect(refused.body.toString()).toContain("Invalid client_id");
    expect(replay.door("imgur-page").requests).toBe(2);
  });

  test("names the picture of a page", async () => {
    const { client } = await played();
    const page = posts.find(({ post }) => post.url.includes("cat-on-a-shelf-"));
    const { body } = await client.get(page?.post.url ?? "");
    expect(body.toString()).toContain(page?.pictures[0]?.url.replace(".jpeg", ".jpg") ?? "nothing");
    expect((await client.get("https://imgur.com/tos")).status).toBe(404);
  });
});
