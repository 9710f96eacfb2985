import { expect, test } from "vitest";

import { demoListing } from "../listing/demo-listing.ts";
import { played } from "../testing/played.ts";

const postsOf = (host: string) => demoListing().filter((post) => post.host === host);
const fileOf = (host: string) => postsOf(host)[0]?.pictures[0]?.url ?? "";

test("redgifs names an animation's signed address to a client with its token, and serves it to one that comes from there", async () => {
  const { client } = await played();
  const id = postsOf("redgifs")[0]?.post.url.split("/").at(-1) ?? "";
  const api = `https://api.redgifs.com/v2/gifs/${id}`;
  expect((await client.get(api)).status).toBe(401);
  const granted = await client.get("https://api.redgifs.com/v2/auth/temporary");
  const { token } = JSON.parse(granted.body.toString());
  const headers = { authorization: `Bearer ${token}` };
  const { gif } = JSON.parse((await client.get(api, headers)).body.toString());
  expect(gif.urls.hd).toBe(fileOf("redgifs"));
  expect((await client.get(`${api}gone`, headers)).status).toBe(410);

  expect((await client.get(gif.urls.hd)).status).toBe(403);
  const file = await client.get(gif.urls.hd, { referer: "https://www.redgifs.com/" });
  expect([file.status, file.headers["content-type"]]).toEqual([200, "video/mp4"]);
});

test("giphy serves gifs, and a page to a client that accepts pages", async () => {
  const { client } = await played();
  const gif = await client.get(fileOf("giphy"), { accept: "*/*" });
  expect(gif.headers["content-type"]).toBe("image/gif");
  const page = await client.get(fileOf("giphy"), { accept: "text/html" });
  expect(page.headers["content-type"]).toContain("text/html");
  expect((await client.get("https://i.giphy.com/unknown.gif")).status).toBe(404);
});

test("tenor's pages name their gif", async () => {
  const { client } = await played();
  const page = postsOf("tenor").find(({ post }) => post.url.includes("/view/"));
  const { body } = await client.get(page?.post.url ?? "");
  expect(body.toString()).toContain(`content="${page?.pictures[0]?.url}"`);
});

test("imgur serves its placeholder in place of some pictures, without a redirect", async () => {
  const { client } = await played();
  const post = demoListing().find(({ quirks }) => quirks?.placeholders);
  const { status, body } = await client.get(post?.post.url ?? "");
  expect([status, body.length]).toEqual([200, 503]);
});

test("single posts are found by their fullnames", async () => {
  const { client } = await played();
  const [first, second] = demoListing().map(({ post }) => post.name);
  const { body } = await client.oauth(`/api/info?id=${second},t3_unknown,${first}&raw_json=1`);
  const { kind, data } = JSON.parse(body.toString());
  expect(kind).toBe("Listing");
  expect(data.children.map((child: { data: { name: string } }) => child.data.name)).toEqual([
    first,
    second,
  ]);
});
