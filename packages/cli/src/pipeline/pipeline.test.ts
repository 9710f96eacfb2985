import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, onTestFinished, test } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { startPipeline } from "./pipeline.ts";

test("a port that is taken is said in words, and nothing is left", async () => {
  const folder = await temporaryFolder();
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const starting = startPipeline({
    settings: {
      redditCredentials: undefined,
      redditUserAgent: undefined,
      imgurClientId: undefined,
      mediaHosts: undefined,
      imgurPageId: "on",
    },
    folder,
    network: {},
    apiPort: port,
    onLog: () => {},
  });
  await expect(starting).rejects.toThrow(CommandError);
  await expect(starting).rejects.toThrow(`Port ${port} is taken; `);
  expect(await readdir(folder)).toEqual([]);
});
