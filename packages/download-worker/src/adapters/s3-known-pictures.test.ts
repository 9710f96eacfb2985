import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { createS3KnownPictures } from "./s3-known-pictures.ts";

const s3 = mockClient(S3Client);
const known = createS3KnownPictures(new S3Client({ region: "eu-central-1" }), "media");
const { signal } = new AbortController();
const picture = {
  key: "media/aww/2def/01.jpg",
  contentType: "image/jpeg",
  postId: "2def",
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  sourceUrl: "https://i.redd.it/cat.jpg",
  sha256: "5ha",
};
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Unknown", $fault: "client", $metadata: { httpStatusCode } });
const text = (body: string) => ({ transformToString: async () => body });
const copy = () => known.copy("media/aww/1abc/01.jpg", picture, signal);

beforeEach(() => s3.reset());

describe("a copy", () => {
  test("is made within the bucket, with the facts of its own post, and replaces nothing", async () => {
    s3.on(CopyObjectCommand).resolves({});
    expect(await copy()).toBe("created");
    expect(s3.calls().map(({ args }) => args[0].input)).toEqual([
      {
        Bucket: "media",
        Key: picture.key,
        CopySource: "media/media/aww/1abc/01.jpg",
        MetadataDirective: "REPLACE",
        ContentType: "image/jpeg",
        CacheControl: "max-age=31536000, immutable",
        IfNoneMatch: "*",
        Metadata: {
          "post-id": "2def",
          "crawl-id": picture.crawlId,
          "source-url": picture.sourceUrl,
          sha256: "5ha",
        },
      },
    ]);
  });

  test("that is there already comes back as what the store holds", async () => {
    s3.on(CopyObjectCommand).rejects(status(412));
    s3.on(HeadObjectCommand).resolves({
      ContentLength: 3,
      ContentType: "image/jpeg",
      Metadata: { sha256: "0ther" },
    });
    expect(await copy()).toMatchObject({ bytes: 3, sha256: "0ther" });
  });

  test("of what is not there is none", async () => {
    s3.on(CopyObjectCommand).rejects(status(404));
    expect(await copy()).toBeUndefined();
  });

  test("that is denied is no missing picture", async () => {
    s3.on(CopyObjectCommand).rejects(status(403));
    await expect(copy()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test.each([409, 500, 503])("may succeed later when S3 answers %i", async (code) => {
    s3.on(CopyObjectCommand).rejects(status(code));
    await expect(copy()).rejects.toThrow(RetryableError);
  });
});

describe("a claim", () => {
  test("names the first picture with its bytes, once", async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await known.claim("5ha", picture.key, signal)).toBe(picture.key);
    expect(s3.calls().map(({ args }) => args[0].input)).toMatchObject([
      {
        Key: "media/_by-sha256/5ha.json",
        Body: '{"key":"media/aww/2def/01.jpg"}',
        IfNoneMatch: "*",
      },
    ]);
  });

  test("that another picture made comes up", async () => {
    s3.on(PutObjectCommand).rejects(status(412));
    s3.on(GetObjectCommand).resolves({ Body: text('{"key":"media/aww/1abc/01.jpg"}') as never });
    expect(await known.claim("5ha", picture.key, signal)).toBe("media/aww/1abc/01.jpg");
  });

  test.each(["", '{"key":', '{"key":"crawls/x/crawl.json"}', "[]"])(
    "that names no picture (%j) keeps nobody from being the first",
    async (body) => {
      s3.on(PutObjectCommand).rejects(status(412));
      s3.on(GetObjectCommand).resolves({ Body: text(body) as never });
      expect(await known.claim("5ha", picture.key, signal)).toBe(picture.key);
    },
  );

  test.each([409, 503])("may succeed later when S3 answers %i", async (code) => {
    s3.on(PutObjectCommand).rejects(status(code));
    await expect(known.claim("5ha", picture.key, signal)).rejects.toThrow(RetryableError);
  });

  test("that exists and may not be read is a denial", async () => {
    s3.on(PutObjectCommand).rejects(status(412));
    s3.on(GetObjectCommand).rejects(status(403));
    await expect(known.claim("5ha", picture.key, signal)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("that ends between put and read is claimed anew by the next attempt", async () => {
    s3.on(PutObjectCommand).rejects(status(412));
    s3.on(GetObjectCommand).rejects(status(404));
    await expect(known.claim("5ha", picture.key, signal)).rejects.toMatchObject({
      name: "RetryableError",
      code: "object-contended",
    });
  });

  test("that S3 refuses for good is nobody's passing trouble", async () => {
    s3.on(PutObjectCommand).rejects(status(403));
    await expect(known.claim("5ha", picture.key, signal)).rejects.not.toThrow(RetryableError);
  });
});
