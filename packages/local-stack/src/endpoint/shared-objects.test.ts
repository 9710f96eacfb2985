import { readdir, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createSharedObjects } from "./shared-objects.ts";

const path = "/bucket/state/reddit-gate.json";
let folder: string;
const servers: ReturnType<typeof createServer>[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
});

/** A stack of its own: what it answers to a request. */
async function stack() {
  const folderOf = (key: string) => (key.startsWith("state/") ? folder : undefined);
  const { concerns, answer } = createSharedObjects({ folderOf });
  const server = createServer((request, response) => {
    if (concerns(request)) void answer(request, response);
    else response.writeHead(418).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return (method: string, headers: Record<string, string> = {}, body?: string, at = path) =>
    fetch(`http://127.0.0.1:${port}${at}`, { method, headers, ...(body && { body }) });
}

test("what one stack writes another reads, and other objects are none of it", async () => {
  const [one, other] = [await stack(), await stack()];
  expect((await other("GET")).status).toBe(404);
  await one("PUT", {}, "first");
  expect(await (await other("GET")).text()).toBe("first");
  expect((await one("GET", {}, undefined, "/bucket/media/x")).status).toBe(418);
});

test("of writers in two stacks that saw the same version one wins each time", async () => {
  const stacks = [await stack(), await stack()];
  await stacks[0]?.("PUT", { "if-none-match": "*" }, "0");
  let written = 0;
  const increment = async (ask: Awaited<ReturnType<typeof stack>>) => {
    for (let done = 0; done < 10;) {
      const found = await ask("GET");
      const next = String(Number(await found.text()) + 1);
      const answer = await ask("PUT", { "if-match": found.headers.get("etag") ?? "" }, next);
      expect([200, 412]).toContain(answer.status);
      if (answer.status === 200) done += 1;
      if (answer.status === 200) written += 1;
    }
  };
  await Promise.all([...stacks, ...stacks].map(increment));
  expect(await (await stacks[0]?.("GET"))?.text()).toBe(String(written));
  expect((await readdir(folder)).toSorted()).toEqual(["state-reddit-gate.json"]);
});

test("an object that is there is not put once more, and none is replaced that is not", async () => {
  const ask = await stack();
  expect((await ask("PUT", { "if-match": '"x"' }, "1")).status).toBe(404);
  expect((await ask("PUT", { "if-none-match": "*" }, "1")).status).toBe(200);
  expect((await ask("PUT", { "if-none-match": "*" }, "2")).status).toBe(412);
});

test("the lock of a killed process is broken", async () => {
  const ask = await stack();
  const lock = join(folder, "state-reddit-gate.json.lock");
  await writeFile(lock, "");
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  expect((await ask("PUT", {}, "1")).status).toBe(200);
});
