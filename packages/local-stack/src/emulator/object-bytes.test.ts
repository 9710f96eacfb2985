import { readdir, rm } from "node:fs/promises";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { describe, expect, test } from "vitest";

import { bytesOf, objectBytes, type AllObjects } from "./object-bytes.ts";

async function objects() {
  const folder = await temporaryFolder();
  const all = objectBytes(folder);
  all.persistence.insertBucket("media", new Date(), "general-purpose");
  return { all, folder };
}

function put({ persistence }: AllObjects, key: string, body: Buffer) {
  const about = { contentType: "text/plain", etag: "", lastModified: new Date(), metadata: {} };
  persistence.upsertObject("media", { key, body, contentLength: body.length, ...about });
}

describe("the bytes of S3's objects", () => {
  test("are read as they were stored last, short or long", async () => {
    const { all } = await objects();
    for (const bytes of [0, 1, 32_768, 32_769, 500_000]) {
      put(all, "a", Buffer.alloc(bytes, "x"));
      expect(all.persistence.readBody("media", "a")).toEqual(Buffer.alloc(bytes, "x"));
    }
  });

  test("are files where they are long, and none once they are deleted or replaced", async () => {
    const { all, folder } = await objects();
    put(all, "long", Buffer.alloc(40_000));
    put(all, "long", Buffer.alloc(50_000));
    put(all, "short", Buffer.alloc(40));
    expect(await readdir(folder)).toEqual(["2"]);
    all.persistence.deleteObject("media", "long");
    expect(await readdir(folder)).toEqual([]);
    expect(() => all.persistence.readBody("media", "long")).toThrow("media/long");
  });

  test("are files beyond 64 MB of short ones, and in memory again when there is room", async () => {
    const { all, folder } = await objects();
    const short = Buffer.alloc(32_768);
    for (let index = 0; index < 2049; index++) put(all, `posts/${index}`, short);
    expect(await readdir(folder)).toEqual(["1"]);
    all.persistence.deleteObject("media", "posts/0");
    put(all, "posts/0", short);
    expect(await readdir(folder)).toEqual(["1"]);
  });

  test("do not keep the memory in which they came", async () => {
    const { all } = await objects();
    put(all, "a", Buffer.alloc(1_048_576).subarray(0, 10));
    const bytes = all.bucket("media")?.get("a");
    if (bytes === undefined) throw new Error("nothing is stored");
    expect(bytesOf(bytes).buffer.byteLength).toBeLessThan(1_048_576);
  });

  test("leave no half file where the disk takes no more", async () => {
    const { all, folder } = await objects();
    await rm(folder, { recursive: true });
    expect(() => put(all, "a", Buffer.alloc(40_000))).toThrow("ENOENT");
    expect(all.bucket("media")?.get("a")).toBeUndefined();
  });
});
