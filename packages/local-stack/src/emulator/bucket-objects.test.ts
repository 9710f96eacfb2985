import { Buffer } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, onTestFinished, test } from "vitest";

import { clientSettings } from "../testing/test-clients.ts";
import { startTestStack } from "../testing/test-stack.ts";

const template = `Resources: { Media: { Type: AWS::S3::Bucket, Properties: { BucketName: media } } }`;

async function mediaBucket() {
  const stack = await startTestStack({ template });
  const client = new S3Client({ ...clientSettings(stack), forcePathStyle: true });
  onTestFinished(() => client.destroy());
  const store = (Key: string, Body: string | Buffer) =>
    client.send(new PutObjectCommand({ Bucket: "media", Key, Body }));
  return { client, store, objects: stack.objectsOf("media") };
}

describe("a bucket's objects", () => {
  test("are what clients of S3 stored last", async () => {
    const { store, objects } = await mediaBucket();
    const bytes = Buffer.from([0, 255, 10, 13]);
    await store("media/aww/1skbyfv/01.jpg", "first");
    await store("media/aww/1skbyfv/01.jpg", bytes);
    expect(await objects.get("media/aww/1skbyfv/01.jpg")).toEqual(bytes);
    expect(await objects.get("media/aww/1skbyfv/02.jpg")).toBeUndefined();
  });

  test("get a second name on the disk, without a copy, and keep their bytes there", async () => {
    const { store, objects } = await mediaBucket();
    const folder = await temporaryFolder();
    const cat = Buffer.alloc(200_000, "cat");
    await store("media/aww/1skbyfv/01.jpg", cat);
    const file = join(folder, "cat.jpg");
    expect(await objects.linkTo("media/aww/1skbyfv/01.jpg", file)).toBe(true);
    expect((await stat(file)).nlink).toBe(2);
    expect(await objects.linkTo("media/aww/1skbyfv/02.jpg", join(folder, "no.jpg"))).toBe(false);
    await expect(objects.linkTo("media/aww/1skbyfv/01.jpg", file)).rejects.toThrow("EEXIST");
    await store("media/aww/1skbyfv/01.jpg", Buffer.alloc(200_000, "dog"));
    expect(await readFile(file)).toEqual(cat);
  });

  test("that are short have no file to link to", async () => {
    const { store, objects } = await mediaBucket();
    await store("crawls/01A/crawl.json", "{}");
    expect(await objects.linkTo("crawls/01A/crawl.json", join(tmpdir(), "never"))).toBe(false);
  });

  test("are reported once they are stored, to those who still listen", async () => {
    const { store, objects } = await mediaBucket();
    const keys: string[] = [];
    const stop = objects.onStored((key) => keys.push(key));
    await store("a/1.json", "{}");
    await objects.put("a/2.json", "{}");
    stop();
    await store("a/3.json", "{}");
    expect(keys).toEqual(["a/1.json", "a/2.json"]);
  });

  test("are listed level by level", async () => {
    const { store, objects } = await mediaBucket();
    for (const key of ["crawls/01A/crawl.json", "crawls/01A/posts/p.json", "crawls/01B/crawl.json"])
      await store(key, "{}");
    expect(await objects.prefixes("crawls/")).toEqual(["crawls/01A/", "crawls/01B/"]);
    expect(await objects.keys("crawls/01A/")).toEqual(["crawls/01A/crawl.json"]);
    expect(await objects.keys("crawls/01A/posts/")).toEqual(["crawls/01A/posts/p.json"]);
    expect(await objects.keys("nothing/here/")).toEqual([]);
  });

  test("are found by clients of S3 when they come from this process", async () => {
    const { client, objects } = await mediaBucket();
    await objects.put("state/reddit-gate.json", '{"a":"ü"}');
    const answer = await client.send(
      new GetObjectCommand({ Bucket: "media", Key: "state/reddit-gate.json" }),
    );
    expect(await answer.Body?.transformToString()).toBe('{"a":"ü"}');
  });

  test("are refused where there is no such bucket", async () => {
    const stack = await startTestStack({ template });
    await expect(stack.objectsOf("other").put("a.json", "{}")).rejects.toThrow("NoSuchBucket");
  });
});
