/** A host that listings are asked of, whose requests are kept apart from each other, and what this process remembers of them. */
export interface Door {
  /** The bucket's object that says when the next request may leave: what all processes know. */
  readonly gateKey: string;
  /** The least time from one request to the next, in milliseconds. */
  readonly spacingMs: number;
  /** The longest that a request keeps all others out, in milliseconds; 0 where several processes may ask concurrently. */
  readonly heldMs: number;
  /** The process sends no request before this, in milliseconds since 1970. */
  freeAtMs: number;
  /** Settles when the last request is answered: a process has one at a time. */
  lastRequest: Promise<unknown>;
}

/** A door that this process has not passed yet. */
export function newDoor(gateKey: string, spacingMs: number, heldMs = 0): Door {
  return { gateKey, spacingMs, heldMs, freeAtMs: 0, lastRequest: Promise.resolve() };
}
