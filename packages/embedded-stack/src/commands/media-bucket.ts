import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** One object of a listing. */
interface BucketEntry {
  key: string;
  etag: string;
}

/** The media bucket as the commands use it. */
export interface MediaBucket {
  /** Every object below `prefix`. */
  list(prefix: string): Promise<BucketEntry[]>;
  /** The next level of folders below `prefix`, each with its trailing slash. */
  folders(prefix: string): Promise<string[]>;
  /** An object's bytes; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, body: string): Promise<void>;
}

/** The bucket `name` behind `client`. */
export function s3MediaBucket(client: S3Client, name: string): MediaBucket {
  async function* pages(prefix: string, delimiter?: string) {
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: name,
          Prefix: prefix,
          Delimiter: delimiter,
          ContinuationToken: token,
        }),
      );
      yield page;
      token = page.NextContinuationToken;
    } while (token);
  }

  return {
    list: async (prefix) => {
      const entries: BucketEntry[] = [];
      for await (const page of pages(prefix))
        for (const { Key, ETag } of page.Contents ?? [])
          if (Key) entries.push({ key: Key, etag: ETag ?? "" });
      return entries;
    },
    folders: async (prefix) => {
      const folders: string[] = [];
      for await (const page of pages(prefix, "/"))
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) folders.push(Prefix);
      return folders;
    },
    get: async (key) => {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
        return await answer.Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    put: async (key, body) => {
      await client.send(
        new PutObjectCommand({
          Bucket: name,
          Key: key,
          Body: body,
          ContentType: "application/json",
        }),
      );
    },
  };
}
