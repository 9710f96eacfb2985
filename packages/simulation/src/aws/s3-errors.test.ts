import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createS3CrawlArchive } from "@reddit-crawler/api-endpoint/adapters/s3-crawl-archive";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createS3KnownPictures } from "@reddit-crawler/download-worker/adapters/s3-known-pictures";
import {
  createS3PictureStore,
  pictureBuffers,
} from "@reddit-crawler/download-worker/adapters/s3-picture-store";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { describe, expect, test } from "vitest";

import { ServiceError } from "./service-error.ts";

/** Every call that a stage makes of S3, with an S3 that answers each request with `error`. */
const picture = {
  key: "media/aww/1abc/01.jpg",
  contentType: "image/jpeg",
  postId: "1abc",
  crawlId: "c",
  sourceUrl: "https://i.redd.it/a.jpg",
};
const { signal } = new AbortController();
const log = createLog({ service: "test", write: () => {} });

/** A client that answers `error`, but for the commands in `works`. */
function failingS3(
  error: Error,
  works: (command: unknown) => object | undefined = () => undefined,
) {
  const client = new S3Client({ region: "eu-central-1" });
  const send = async (command: unknown) => {
    const answer = works(command);
    if (answer) return answer;
    throw error;
  };
  return Object.assign(client, { send }) as S3Client;
}
const takenPut = (command: unknown) => {
  if (command instanceof PutObjectCommand) throw new ServiceError("PreconditionFailed", 412);
  return undefined;
};
const upload = (s3: S3Client) =>
  createS3PictureStore(s3, "media", log, pictureBuffers()).open(picture, signal);

const callers: Record<string, (error: Error) => Promise<unknown>> = {
  "JSON object: read": (error) => s3JsonObjects(failingS3(error), "media").read("k"),
  "JSON object: put": (error) => s3JsonObjects(failingS3(error), "media").put("k", "{}"),
  "JSON object: put once": (error) => s3JsonObjects(failingS3(error), "media").putOnce("k", "{}"),
  "JSON object: replace": (error) =>
    s3JsonObjects(failingS3(error), "media").replace("k", "{}", "1"),
  "API: list": (error) => createS3CrawlArchive("media", false, failingS3(error)).list("a/", "", 1),
  "API: read": (error) => createS3CrawlArchive("media", false, failingS3(error)).read("a/1"),
  "picture: put": async (error) => {
    const store = upload(failingS3(error));
    await store.write(Buffer.alloc(10));
    return store.complete("5ha");
  },
  "picture: part": async (error) => {
    const store = upload(failingS3(error));
    await store.write(Buffer.alloc(11 * 1024 * 1024));
    return store.complete("5ha");
  },
  "picture: head of one that is there": async (error) => {
    const store = upload(failingS3(error, takenPut));
    await store.write(Buffer.alloc(10));
    return store.complete("5ha");
  },
  "picture: copy": (error) =>
    createS3KnownPictures(failingS3(error), "media").copy(
      "media/aww/0/01.jpg",
      { ...picture, sha256: "5ha" },
      signal,
    ),
  "claim: put": (error) =>
    createS3KnownPictures(failingS3(error), "media").claim("5ha", "k", signal),
  "claim: read": (error) =>
    createS3KnownPictures(failingS3(error, takenPut), "media").claim("5ha", "k", signal),
};

const passing: [what: string, error: Error][] = [
  ["429", new ServiceError("TooManyRequestsException", 429)],
  ["a throttle with 400", new ServiceError("ThrottlingException", 400)],
  ["500", new ServiceError("InternalError", 500)],
  ["503", new ServiceError("SlowDown", 503)],
  ["no answer", new Error("socket hang up")],
];

describe.each(Object.entries(callers))("%s", (_caller, call) => {
  test.each(passing)("%s may pass, as `bucket-unavailable`", async (_what, error) => {
    await expect(call(error)).rejects.toMatchObject({
      name: "RetryableError",
      code: "bucket-unavailable",
    });
  });
});

test.each(Object.entries(callers))(
  "%s: a denial stays what it is, and stands for no missing object",
  async (_caller, call) => {
    const denial = new ServiceError("AccessDenied", 403);
    await expect(call(denial)).rejects.toBe(denial);
  },
);

test.each(["JSON object: read", "API: read", "picture: copy"])(
  "%s: a missing object is no error",
  async (caller) => {
    await expect(callers[caller]?.(new ServiceError("NoSuchKey", 404))).resolves.toBeUndefined();
  },
);

test("a body that breaks off in the middle may pass", async () => {
  const broken = { Body: { transformToString: () => Promise.reject(new Error("aborted")) } };
  const s3 = failingS3(new Error("not asked"), (command) =>
    command instanceof GetObjectCommand ? broken : undefined,
  );
  await expect(s3JsonObjects(s3, "media").read("k")).rejects.toMatchObject({
    code: "bucket-unavailable",
  });
});
