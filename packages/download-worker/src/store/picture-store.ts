/** What is known of a picture before its last byte. */
export interface NewPicture {
  key: string;
  contentType: string;
  postId: string;
  crawlId: string;
  sourceUrl: string;
  /** It is to be marked as its post's sole picture: whoever finds it knows all that a record beside it would say. */
  isSole?: boolean;
}

/** What the store knows of a picture that it holds. */
export interface StoredPicture {
  bytes: number;
  contentType: string;
  /** Hex; undefined where the store does not have it, nor sees that the picture is the one at hand. */
  sha256: string | undefined;
  /** The crawl that put it. */
  crawlId: string | undefined;
  /** `sourceUrl` of the picture that was put, as `sourceUrlText` writes it. */
  sourceUrl: string | undefined;
  /** It is marked as its post's sole picture. */
  isSole: boolean;
}

/** A picture on its way into the store. Nothing can be read under its key before `complete`. */
export interface PictureUpload {
  /** Takes the next bytes; resolves when there is room for more. `chunk` may be reused after that. */
  write(chunk: Uint8Array): Promise<void>;
  /**
   * Makes the picture readable under its key, unless the key is taken: then nothing changes, and the answer is the
   * picture that is there. `created-sole` says that it carries the mark: a large one cannot.
   * @throws {RetryableError} when the store could not decide.
   */
  complete(sha256: string): Promise<"created" | "created-sole" | StoredPicture>;
  /** Lets go of what was written. Never throws: what it leaves behind the bucket's lifecycle removes. */
  abort(): Promise<void>;
}

/** Where pictures are kept, each key written once. */
export interface PictureStore {
  /** Begins a picture. `signal` ends every request that it makes; nothing is sent before there is something to send. */
  open(picture: NewPicture, signal: AbortSignal): PictureUpload;
  /** The picture at `key`; undefined when there is none. @throws {RetryableError} when the store could not decide. */
  find(key: string, signal: AbortSignal): Promise<StoredPicture | undefined>;
}

/** 1800 characters, so that all metadata of an object fits into S3's 2 KB (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html). */
const maxSourceUrlLength = 1800;

/** `url` as the store's metadata hold it: ASCII, and cut. */
export function sourceUrlText(url: string): string {
  return (URL.parse(url)?.href ?? "").slice(0, maxSourceUrlLength);
}
