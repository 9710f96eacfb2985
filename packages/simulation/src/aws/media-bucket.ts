import { createHash } from "node:crypto";

import type { World } from "../world.ts";
import { ServiceError } from "./service-error.ts";

/** One object with what S3 reports of it. */
export interface StoredObject {
  body: Buffer;
  etag: string;
  contentType: string;
  metadata: Readonly<Record<string, string>>;
}

/** What a put may ask for: no object under the key, or exactly this one. */
export interface PutCondition {
  ifNoneMatch?: string | undefined;
  ifMatch?: string | undefined;
}

/** Who wants to know what is put; `former` is what the put replaces. */
export type BucketWatch = (
  key: string,
  object: StoredObject,
  former: StoredObject | undefined,
  by: string,
) => void;

/** A quota: keys of one listing request (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
const mostKeys = 1000;

/** A bucket: reads see the last put, and puts may be conditional (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). */
export class MediaBucket {
  readonly objects = new Map<string, StoredObject>();
  readonly #requests = new Map<
    string,
    { writes: number; refusedWrites: number; listings: number }
  >();
  readonly #uploads = new Map<string, Map<number, Buffer>>();
  readonly #world: World;
  readonly #watch: BucketWatch;

  constructor(world: World, watch: BucketWatch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** Puts the whole object or nothing. @throws {ServiceError} 412, 404 or 409 when its condition does not hold. */
  put(
    key: string,
    object: Omit<StoredObject, "etag">,
    condition: PutCondition,
    by: string,
  ): StoredObject {
    return this.#store(key, { ...object, etag: `"${md5([object.body])}"` }, condition, by);
  }

  /** Begins an upload in parts; nothing can be read before it is completed. Returns its id. */
  beginUpload(): string {
    const id = `upload-${this.#world.nextId()}`;
    this.#uploads.set(id, new Map());
    return id;
  }

  /** Puts a text that no stage writes. */
  upload(key: string, text: string, by: string): void {
    this.put(key, { body: Buffer.from(text), contentType: "", metadata: {} }, {}, by);
  }

  /** Keeps a part. Returns its ETag. @throws {ServiceError} 404 when the upload is over. */
  putPart(uploadId: string, number: number, body: Buffer): string {
    this.#partsOf(uploadId).set(number, body);
    return `"${md5([body])}"`;
  }

  /** Makes an object of the parts, once: its upload is over then. @throws {ServiceError} as `put`. */
  completeUpload(
    uploadId: string,
    key: string,
    facts: Omit<StoredObject, "etag" | "body">,
    condition: PutCondition,
    by: string,
  ): StoredObject {
    const parts = [...this.#partsOf(uploadId)]
      .toSorted(([a], [b]) => a - b)
      .map(([, part]) => part);
    const digests = parts.map((part) => Buffer.from(md5([part]), "hex"));
    const etag = `"${md5(digests)}-${parts.length}"`;
    const stored = this.#store(key, { ...facts, body: Buffer.concat(parts), etag }, condition, by);
    this.#uploads.delete(uploadId);
    return stored;
  }

  /** Forgets the parts. */
  abortUpload(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  /** @throws {ServiceError} 404 when there is none: every function may list what it reads. */
  get(key: string): StoredObject {
    const object = this.objects.get(key);
    if (!object) throw new ServiceError("NoSuchKey", 404);
    return object;
  }

  /** What the processes of a function asked for, by the function's name. */
  requestsOf(stage: string) {
    const known = this.#requests.get(stage) ?? { writes: 0, refusedWrites: 0, listings: 0 };
    this.#requests.set(stage, known);
    return known;
  }

  /** Keys below `prefix` after `after`, in their order, a thousand at most as S3 gives them, and whether more follow. */
  list(
    prefix: string,
    after: string,
    by: string,
    most = mostKeys,
  ): { keys: string[]; more: boolean } {
    this.requestsOf(stageOf(by)).listings += 1;
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && key > after)
      .toSorted();
    return { keys: keys.slice(0, most), more: keys.length > most };
  }

  #store(key: string, object: StoredObject, condition: PutCondition, by: string): StoredObject {
    const former = this.objects.get(key);
    const requests = this.requestsOf(stageOf(by));
    requests.writes += 1;
    const { ifNoneMatch, ifMatch } = condition;
    if ((ifNoneMatch ?? ifMatch) !== undefined && this.#world.faults.strikes("s3 conflict"))
      throw new ServiceError("ConditionalRequestConflict", 409);
    if (ifMatch !== undefined && !former) throw new ServiceError("NoSuchKey", 404);
    if ((ifNoneMatch === "*" && former) || (ifMatch !== undefined && former?.etag !== ifMatch)) {
      requests.refusedWrites += 1;
      throw new ServiceError("PreconditionFailed", 412);
    }
    this.objects.set(key, object);
    this.#watch(key, object, former, by);
    return object;
  }

  #partsOf(uploadId: string): Map<number, Buffer> {
    const parts = this.#uploads.get(uploadId);
    if (!parts) throw new ServiceError("NoSuchUpload", 404);
    return parts;
  }
}

/** The function of the process `<function>#<number>`. */
function stageOf(process: string): string {
  return process.split("#")[0] ?? "";
}

function md5(parts: readonly Buffer[]): string {
  const digest = createHash("md5");
  for (const part of parts) digest.update(part);
  return digest.digest("hex");
}
