import { createHash } from "node:crypto";

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { createS3PictureStore, pictureBuffers } from "./s3-picture-store.ts";

const partBytes = 5 * 1024 * 1024;
const s3 = mockClient(S3Client);
const lines: string[] = [];
const log = createLog({ service: "download-worker", write: (line) => void lines.push(line) });
const picture = {
  key: "media/aww/1abc/01.jpg",
  contentType: "image/jpeg",
  postId: "1abc",
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  sourceUrl: "https://i.redd.it/kätzchen.jpg",
};
const { signal } = new AbortController();
const store = () =>
  createS3PictureStore(new S3Client({ region: "eu-central-1" }), "media", log, pictureBuffers());
const open = (more: Partial<typeof picture & { isSole: boolean }> = {}) =>
  store().open({ ...picture, ...more }, signal);
const find = (key: string) => store().find(key, signal);
const status = (httpStatusCode: number, name = "Unknown") =>
  new S3ServiceException({ name, $fault: "client", $metadata: { httpStatusCode } });
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

beforeEach(() => {
  s3.reset();
  lines.length = 0;
});

describe("a picture of up to one part", () => {
  test("is one put that cannot replace anything", async () => {
    s3.on(PutObjectCommand).resolves({});
    const upload = open();
    await upload.write(Buffer.from("ca"));
    await upload.write(Buffer.from("t"));
    expect(s3.calls()).toEqual([]);
    expect(await upload.complete("5a5a")).toBe("created");
    expect(s3.calls().map(({ args }) => args[0].input)).toEqual([
      {
        Bucket: "media",
        Key: picture.key,
        Body: Buffer.from("cat"),
        ContentType: "image/jpeg",
        CacheControl: "max-age=31536000, immutable",
        IfNoneMatch: "*",
        ChecksumSHA256: "Wlo=",
        Metadata: {
          "post-id": "1abc",
          "crawl-id": picture.crawlId,
          "source-url": "https://i.redd.it/k%C3%A4tzchen.jpg",
          sha256: "5a5a",
        },
      },
    ]);
  });

  test("is marked as its post's sole one, and found so", async () => {
    s3.on(PutObjectCommand).resolves({});
    const upload = open({ isSole: true });
    await upload.write(Buffer.from("cat"));
    expect(await upload.complete("5a5a")).toBe("created-sole");
    const [put] = s3.commandCalls(PutObjectCommand);
    const { Metadata } = put!.args[0].input;
    s3.on(HeadObjectCommand, { Bucket: "media", Key: picture.key }).resolves({
      ContentLength: 3,
      ContentType: "image/jpeg",
      Metadata,
    });
    expect(await find(picture.key)).toMatchObject({ bytes: 3, sha256: "5a5a", isSole: true });
  });

  test("is not found where there is none, and a denial is an error", async () => {
    s3.on(HeadObjectCommand).rejectsOnce(status(404)).rejectsOnce(status(503));
    expect(await find(picture.key)).toBeUndefined();
    await expect(find(picture.key)).rejects.toMatchObject({ code: "bucket-unavailable" });
    s3.on(HeadObjectCommand).rejects(status(403));
    await expect(find(picture.key)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test("is still one put when it is exactly one part", async () => {
    s3.on(PutObjectCommand).resolves({});
    const upload = open();
    await upload.write(Buffer.alloc(partBytes - 1));
    await upload.write(Buffer.alloc(1));
    await upload.complete("5ha");
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
    expect(s3.calls()).toHaveLength(1);
  });

  test.each(["https://i.redd.it/" + "x".repeat(5000), "https://i.redd.it/\r\n猫\u0000"])(
    "has metadata that S3 accepts: %j",
    async (sourceUrl) => {
      s3.on(PutObjectCommand).resolves({});
      const upload = open({ sourceUrl });
      await upload.complete("f".repeat(64));
      const metadata = s3.commandCalls(PutObjectCommand)[0]?.args[0].input.Metadata ?? {};
      const text = Object.entries(metadata).flat().join("");
      expect(text).toMatch(/^[\x21-\x7e]+$/);
      expect(text.length).toBeLessThan(2048);
    },
  );

  test("that is there already comes back as what the store holds", async () => {
    s3.on(PutObjectCommand).rejects(status(412));
    s3.on(HeadObjectCommand).resolves({
      ContentLength: 3,
      ContentType: "image/png",
      Metadata: { sha256: "0ther", "crawl-id": "c", "source-url": "https://i.redd.it/x.png" },
    });
    expect(await open().complete("5ha")).toEqual({
      bytes: 3,
      contentType: "image/png",
      sha256: "0ther",
      crawlId: "c",
      isSole: false,
      sourceUrl: "https://i.redd.it/x.png",
    });
  });

  test("asks for nothing when it is aborted", async () => {
    const upload = open();
    await upload.write(Buffer.from("cat"));
    await upload.abort();
    expect(s3.calls()).toEqual([]);
  });
});

describe("a picture of more than one part", () => {
  const body = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const whole = Buffer.concat(Array<Buffer>((partBytes * 2.5) / 256).fill(body));
  const parts = [0, 1, 2].map((index) =>
    whole.subarray(index * partBytes, (index + 1) * partBytes),
  );
  const etag = `"${md5(Buffer.concat(parts.map((part) => Buffer.from(md5(part), "hex"))))}-3"`;
  let sent: Buffer[] = [];

  beforeEach(() => {
    sent = [];
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: "u-1" });
    s3.on(UploadPartCommand).callsFake((input: { Body: Buffer }) => {
      sent.push(Buffer.from(input.Body));
      return { ETag: `"${md5(input.Body)}"`, ChecksumCRC32: "crc" };
    });
    s3.on(CompleteMultipartUploadCommand).resolves({});
    s3.on(AbortMultipartUploadCommand).resolves({});
  });
  const writeWhole = async () => {
    const upload = open();
    for (let at = 0; at < whole.length; at += 1_000_003)
      await upload.write(whole.subarray(at, at + 1_000_003));
    return upload;
  };

  test("is put together from its parts, without replacing anything", async () => {
    expect(await (await writeWhole()).complete("5ha")).toBe("created");
    expect(sent.map((part) => part.length)).toEqual(parts.map((part) => part.length));
    expect(Buffer.concat(sent).equals(whole)).toBe(true);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toMatchObject({
      UploadId: "u-1",
      IfNoneMatch: "*",
      MultipartUpload: {
        Parts: parts.map((part, index) => ({
          PartNumber: index + 1,
          ETag: `"${md5(part)}"`,
          ChecksumCRC32: "crc",
        })),
      },
    });
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(0);
  });

  test.each([
    ["the same", etag, "5ha"],
    ["another", '"0-3"', undefined],
  ])("that is there already is known to be %s by its ETag", async (_which, ETag, sha256) => {
    s3.on(CompleteMultipartUploadCommand).rejects(status(412));
    s3.on(HeadObjectCommand).resolves({ ContentLength: whole.length, ETag, Metadata: {} });
    const stored = await (await writeWhole()).complete("5ha");
    expect(stored).toMatchObject({ bytes: whole.length, sha256 });
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
  });

  test("leaves no part behind when it is aborted, or fails to be completed", async () => {
    await (await writeWhole()).abort();
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    s3.on(CompleteMultipartUploadCommand).rejects(status(500));
    await expect((await writeWhole()).complete("5ha")).rejects.toMatchObject({
      code: "bucket-unavailable",
    });
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(2);
  });

  test("says so when its parts stay behind", async () => {
    s3.on(AbortMultipartUploadCommand).rejects(status(503));
    await (await writeWhole()).abort();
    expect(lines.join()).toContain("upload-not-aborted");
  });

  test("fails where a part fails", async () => {
    s3.on(UploadPartCommand).rejects(status(503, "SlowDown"));
    await expect(writeWhole()).rejects.toMatchObject({
      name: "RetryableError",
      code: "bucket-unavailable",
    });
  });
});

test.each([
  [409, "bucket-unavailable"],
  [500, "bucket-unavailable"],
  [503, "bucket-unavailable"],
])("a put that ends in %i may succeed later", async (code, expected) => {
  s3.on(PutObjectCommand).rejects(status(code));
  await expect(open().complete("5ha")).rejects.toMatchObject({ code: expected });
});

test("a put without an answer may succeed later", async () => {
  s3.on(PutObjectCommand).rejects(new Error("ECONNRESET"));
  await expect(open().complete("5ha")).rejects.toMatchObject({ code: "bucket-unavailable" });
});

test("a put that is forbidden comes up as it is, since waiting does not help", async () => {
  s3.on(PutObjectCommand).rejects(status(403, "AccessDenied"));
  await expect(open().complete("5ha")).rejects.toMatchObject({ name: "AccessDenied" });
});
