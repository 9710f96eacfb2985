import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { createImgurPageIds } from "./imgur-page-ids.ts";

const kept = { kind: "id", id: "0123456789abcde", readAt: 1_800_000_000_000 } as const;

function storeOver(bucket: Map<string, string>, failure?: Error) {
  const lines: string[] = [];
  const read: JsonObjects["read"] = async (key) => {
    if (failure) throw failure;
    const text = bucket.get(key);
    return text === undefined ? undefined : { text, version: text };
  };
  const put: JsonObjects["put"] = async (key, text) => {
    if (failure) throw failure;
    bucket.set(key, text);
  };
  const never = () => Promise.reject(new Error("not used"));
  const objects: JsonObjects = {
    read,
    put,
    list: never,
    listSome: never,
    putOnce: never,
    replace: never,
  };
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };
  const log = createLog({ service: "download-worker", write: (line) => void lines.push(line) });
  return { store: createImgurPageIds(objects, clock, log), lines };
}

test("the id that one process read is there for the next", async () => {
  const bucket = new Map<string, string>();
  await storeOver(bucket).store.write(kept);
  expect(await storeOver(bucket).store.read()).toEqual(kept);
  expect([...bucket.keys()]).toEqual(["hosts/imgur-client-id.json"]);
});

test.each([
  { ...kept, readAgainAt: 1_800_000_060_000 },
  { kind: "none", reason: "imgur-page-refused", readAt: 1, secondAt: 60_001 } as const,
])("so is what came of a second reading, or waits for it: %j", async (state) => {
  const bucket = new Map<string, string>();
  await storeOver(bucket).store.write(state);
  expect(await storeOver(bucket).store.read()).toEqual(state);
});

test.each(["", "{}", "[1]", '{"kind":"id","id":"../x","readAt":1}', '{"kind":"id","id":"0123'])(
  "an object that holds %j counts as none",
  async (text) => {
    const bucket = new Map([["hosts/imgur-client-id.json", text]]);
    expect(await storeOver(bucket).store.read()).toBeUndefined();
  },
);

test("a bucket that fails costs one reading of imgur's page, and is logged", async () => {
  const { store, lines } = storeOver(new Map(), new RetryableError("bucket-unavailable", "away"));
  expect(await store.read()).toBeUndefined();
  await store.write(kept);
  expect(lines.join("")).toMatch(/imgur-page-id-not-read[^]*imgur-page-id-not-kept/);
});
