import { CopyObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  bucketError,
  isMissing,
  s3JsonObjects,
} from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { contended } from "@reddit-crawler/bucket/json-objects";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { pictureClaimKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { KnownPictures } from "../store/known-pictures.ts";
import { objectFacts, readStoredPicture } from "./s3-picture-facts.ts";

const claimSchema = z.object({ key: z.string().check(z.regex(/^media\/[^_/]/)) });

/**
 * The pictures of `bucket` by their bytes: the first one with a sha256 is named in an object of its own, which is put
 * once and never changes, so that a second claim, after a crash too, gets the same answer.
 * That is one put more a picture: about 5 dollars a million.
 */
export function createS3KnownPictures(s3: S3Client, bucket: string): KnownPictures {
  const objects = s3JsonObjects(s3, bucket);
  return {
    async copy(fromKey, picture, signal) {
      const { Metadata, ...facts } = objectFacts(picture);
      const command = new CopyObjectCommand({
        Bucket: bucket,
        Key: picture.key,
        CopySource: [bucket, ...fromKey.split("/")].map(encodeURIComponent).join("/"),
        MetadataDirective: "REPLACE",
        ...facts,
        Metadata: { ...Metadata, sha256: picture.sha256 },
        IfNoneMatch: "*",
      });
      try {
        await s3.send(command, { abortSignal: signal });
        return "created";
      } catch (error) {
        if (isMissing(error)) return undefined;
        if (statusOf(error) !== 412) throw bucketError(error);
        return readStoredPicture(s3, bucket, picture.key, signal);
      }
    },

    async claim(sha256, key, signal) {
      const claimKey = pictureClaimKey(sha256);
      if (await objects.putOnce(claimKey, JSON.stringify({ key }), signal)) return key;
      const claim = await objects.read(claimKey, signal);
      // It was there a moment ago, and has ended since (CrawlRecordDays): the next attempt claims it anew.
      if (!claim) throw contended(claimKey);
      // A claim that names no picture, which this code did not put, keeps nobody from being the first.
      return z.safeParse(claimSchema, parseJson(claim.text)).data?.key ?? key;
    },
  };
}
