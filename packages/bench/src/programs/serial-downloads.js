// @ts-check
// The least that a downloader does which takes one thing after the other: token, listing, then each picture into a file.
// Called with a JSON file of what to ask and a folder; the way to the hosts comes from the environment.
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const [plan = "", folder = ""] = process.argv.slice(2);
/** @type {{ credentials: string, listing: string, pictures: string[] }} */
const { credentials, listing, pictures } = JSON.parse(await readFile(plan, "utf8"));

const granted = await fetch("https://www.reddit.com/api/v1/access_token", {
  method: "POST",
  headers: { authorization: `Basic ${btoa(credentials)}`, "user-agent": "bench" },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the replay's answer
const { access_token: token } = /** @type {{ access_token: string }} */ (await granted.json());
const listed = await fetch(listing, {
  headers: { authorization: `Bearer ${token}`, "user-agent": "bench" },
});
if (!listed.ok) throw new Error(`the listing answered ${listed.status}`);
await listed.json();
for (const [index, url] of pictures.entries()) {
  const answer = await fetch(url, { headers: { "user-agent": "bench" } });
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`);
  const file = createWriteStream(join(folder, `${index}.jpg`));
  await pipeline(Readable.fromWeb(answer.body), file);
}
