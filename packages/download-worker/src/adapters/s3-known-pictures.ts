import {
  CopyObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";
import { pictureClaimKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { KnownPictures } from "../store/known-pictures.ts";
import { objectFacts, readStoredPicture } from "./s3-picture-facts.ts";
import { serviceError } from "./service-error.ts";

const claimSchema = z.object({ key: z.string() });

/**
 * The pictures of `bucket` by their bytes: the first one with a sha256 is named in an object of its own, which is put
 * once and never changes, so that whoever asks again, after a crash too, is told the same.
 */
export function createS3KnownPictures(s3: S3Client, bucket: string): KnownPictures {
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
        const status = statusOf(error);
        // Who may not list the bucket gets 403 for an object that is not there.
        if (status === 403 || status === 404) return undefined;
        if (status !== 412) throw serviceError("s3", error);
        return readStoredPicture(s3, bucket, picture.key, signal);
      }
    },

    async claim(sha256, key, signal) {
      const target = { Bucket: bucket, Key: pictureClaimKey(sha256) };
      const claim = new PutObjectCommand({
        ...target,
        Body: JSON.stringify({ key }),
        ContentType: "application/json",
        IfNoneMatch: "*",
      });
      try {
        await s3.send(claim, { abortSignal: signal });
        return key;
      } catch (error) {
        if (statusOf(error) !== 412) throw serviceError("s3", error);
      }
      try {
        const answer = await s3.send(new GetObjectCommand(target), { abortSignal: signal });
        const text = (await answer.Body?.transformToString()) ?? "";
        return claimSchema.parse(JSON.parse(text)).key;
      } catch (error) {
        throw serviceError("s3", error);
      }
    },
  };
}
