// @ts-check
// What a copy costs at least: every URL of a file through the proxy into a sink, streamed, so many at a time. Writes the
// milliseconds as its last line.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { finished, pipeline } from "node:stream/promises";

const [, , file = ""] = process.argv;
/** @type {{ urls: string[], sink: string, atOnce: number }} */
const { urls, sink, atOnce } = JSON.parse(readFileSync(file, "utf8"));
const source = new https.Agent({
  keepAlive: true,
  proxyEnv: { HTTPS_PROXY: process.env["HTTPS_PROXY"] ?? "" },
});
const target = new http.Agent({ keepAlive: true });

const startMs = performance.now();
const waiting = urls.entries();
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (const [index, url] of waiting) await copy(url, `${sink}/media/${index}.jpg`);
  }),
);
process.stdout.write(`${performance.now() - startMs}\n`, () => process.exit());

/**
 * @param {string} from
 * @param {string} to
 */
async function copy(from, to) {
  /** @type {PromiseWithResolvers<http.IncomingMessage>} */
  const got = Promise.withResolvers();
  https.get(from, { agent: source }, got.resolve).once("error", got.reject);
  const answer = await got.promise;
  if (answer.statusCode !== 200) throw new Error(`${from} answered ${answer.statusCode}.`);
  /** @type {PromiseWithResolvers<http.IncomingMessage>} */
  const put = Promise.withResolvers();
  const headers = { "content-length": answer.headers["content-length"] };
  const request = http.request(to, { method: "PUT", agent: target, headers }, put.resolve);
  request.once("error", put.reject);
  await pipeline(answer, request);
  const stored = await put.promise;
  await finished(stored.resume());
}
