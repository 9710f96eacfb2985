import { GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { s3Imports } from "./s3-imports.ts";

const s3 = mockClient(S3Client);
const imports = s3Imports(new S3Client({ region: "eu-central-1" }), "media");
const answer = (httpStatusCode: number) =>
  new S3ServiceException({ name: "any", $fault: "client", $metadata: { httpStatusCode } });

beforeEach(() => s3.reset());

test("a range is asked for by its first and last byte, and knows the whole length", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const Body: object = { transformToByteArray: async () => bytes };
  s3.on(GetObjectCommand).resolves({ Body: Body as never, ContentRange: "bytes 10-12/4096" });
  expect(await imports.read("imports/a", 10, 3)).toEqual({ bytes, size: 4096 });
  expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
    Bucket: "media",
    Key: "imports/a",
    Range: "bytes=10-12",
  });
});

test("there is nothing behind the end, and undefined of no object", async () => {
  s3.on(GetObjectCommand).rejectsOnce(answer(416)).rejectsOnce(answer(404));
  expect(await imports.read("imports/a", 7, 3)).toEqual({ bytes: new Uint8Array(), size: 7 });
  expect(await imports.read("imports/a", 0, 3)).toBeUndefined();
});

test("a bucket that does not answer may later, and one that denies does not", async () => {
  s3.on(GetObjectCommand).rejectsOnce(answer(503)).rejectsOnce(answer(403));
  await expect(imports.read("imports/a", 0, 3)).rejects.toMatchObject({
    code: "bucket-unavailable",
  });
  await expect(imports.read("imports/a", 0, 3)).rejects.toMatchObject({ name: "any" });
});
