import { PermanentError } from "@reddit-crawler/function-runtime/errors";

/** A part of an object, and the length of the whole, in bytes. */
export interface ImportRange {
  bytes: Uint8Array;
  size: number;
}

/** The objects that crawls of the source `file` read. */
export interface ImportObjects {
  /**
   * At most `length` bytes of the object at `key` from the byte `at`; none at or behind its end. Undefined when there is
   * no object. @throws {RetryableError} `bucket-unavailable`.
   */
  read(key: string, at: number, length: number): Promise<ImportRange | undefined>;
}

/** A line, and where the next one begins. The text is undefined where the line is too long to be a post. */
export interface ImportLine {
  text: string | undefined;
  next: number;
}

/** About 250 posts, more than a page has. */
const rangeBytes = 1_048_576;
/** Chosen: a post of 40,000 characters that is crossposted, with its HTML, has 1 MB at most. */
const longestLineBytes = 16 * rangeBytes;
const lineFeed = 10;

/** The lines of one import, by the byte that they begin at. It remembers the range that it read last. */
export class ImportLines {
  readonly #objects: ImportObjects;
  readonly #key: string;
  #at = 0;
  #range: ImportRange = { bytes: new Uint8Array(), size: Infinity };

  constructor(objects: ImportObjects, key: string) {
    this.#objects = objects;
    this.#key = key;
  }

  /** The length of the import in bytes; infinite until something was read. */
  get size(): number {
    return this.#range.size;
  }

  /**
   * The line that begins at the byte `at`; undefined at the end. The last line needs no line feed.
   * @throws {PermanentError} `import-missing`. @throws {RetryableError} `bucket-unavailable`.
   */
  async lineAt(at: number): Promise<ImportLine | undefined> {
    if (at >= this.size) return undefined;
    if (at < this.#at || at >= this.#end) await this.#load(at, rangeBytes);
    if (at >= this.size) return undefined;
    let end = this.#lineEnd(at);
    if (end === undefined && this.#at !== at) {
      await this.#load(at, rangeBytes);
      end = this.#lineEnd(at);
    }
    if (end === undefined) {
      await this.#load(at, longestLineBytes);
      end = this.#lineEnd(at);
    }
    if (end === undefined) return { text: undefined, next: await this.#afterLine(this.#end) };
    const bytes = this.#range.bytes.subarray(at - this.#at, end - this.#at);
    return { text: Buffer.from(bytes).toString("utf8"), next: end + 1 };
  }

  get #end(): number {
    return this.#at + this.#range.bytes.length;
  }

  /** Where the line that goes on at `at` ends, within what is loaded: before its line feed, or at the end of the import. */
  #lineEnd(at: number): number | undefined {
    const found = this.#range.bytes.indexOf(lineFeed, at - this.#at);
    if (found >= 0) return this.#at + found;
    return this.#end >= this.size ? this.size : undefined;
  }

  async #afterLine(from: number): Promise<number> {
    for (let at = from; at < this.size; at = this.#end) {
      await this.#load(at, longestLineBytes);
      const end = this.#lineEnd(at);
      if (end !== undefined) return end + 1;
    }
    return this.size;
  }

  async #load(at: number, length: number): Promise<void> {
    const range = await this.#objects.read(this.#key, at, length);
    if (!range)
      throw new PermanentError(
        "import-missing",
        `${this.#key} is not in the bucket. An import is kept for 15 days: start the crawl again from the file.`,
      );
    // Whoever cuts it meanwhile must not make the crawl read the same bytes for ever.
    this.#range = range.bytes.length === 0 ? { ...range, size: at } : range;
    this.#at = at;
  }
}
