import { hash } from "node:crypto";

import type { World } from "../world.ts";

/** Every picture is stored once, whole, and never changes. */
export class PictureRules {
  readonly #world: World;
  readonly #wholeFiles: ReadonlySet<string>;
  /** Keys by place and content. */
  readonly #keys = new Map<string, string>();
  /** Puts that changed or doubled a picture. */
  duplicates = 0;

  constructor(world: World, wholeFiles: readonly Buffer[]) {
    this.#world = world;
    this.#wholeFiles = new Set(wholeFiles.map(digest));
  }

  /** How many pictures are stored. */
  get stored(): number {
    return this.#keys.size;
  }

  /** A picture was put under `key`; `former` is what was there. */
  put(key: string, body: Buffer, former: Buffer | undefined): void {
    const content = digest(body);
    if (former) this.#duplicate(`${key} is put a second time`);
    if (!this.#wholeFiles.has(content))
      this.#world.violate("a picture is whole", `${key} holds ${body.length} bytes of no picture`);
    const place = `${key.slice(0, key.lastIndexOf("/"))} ${content}`;
    const other = this.#keys.get(place);
    if (other !== undefined && other !== key) this.#duplicate(`${key} is what ${other} is`);
    this.#keys.set(place, key);
  }

  #duplicate(what: string): void {
    this.duplicates += 1;
    this.#world.violate("a picture is stored once", what);
  }
}

function digest(bytes: Buffer): string {
  return hash("sha1", bytes);
}
