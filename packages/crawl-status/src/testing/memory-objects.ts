import type { VersionedObjects } from "../versioned-objects.ts";

/** Versioned objects in memory, and how often each method was called. */
export interface MemoryObjects extends VersionedObjects {
  readonly objects: Map<string, string>;
  readonly calls: { read: number; write: number };
  /** Called before each write: what another writer does just then. */
  beforeWrite: (key: string) => void;
}

/** Objects that answer in the next turn of the event loop, so that callers overlap as they do over a network. */
export function memoryObjects(): MemoryObjects {
  const objects = new Map<string, string>();
  const versions = new Map<string, number>();
  const calls = { read: 0, write: 0 };
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const memory: MemoryObjects = {
    objects,
    calls,
    beforeWrite: () => {},
    async read(key) {
      calls.read += 1;
      await turn();
      const text = objects.get(key);
      return text === undefined ? undefined : { text, version: String(versions.get(key) ?? 0) };
    },
    async write(key, text, version) {
      calls.write += 1;
      await turn();
      memory.beforeWrite(key);
      const current = objects.has(key) ? String(versions.get(key) ?? 0) : undefined;
      if (current !== version) return false;
      objects.set(key, text);
      versions.set(key, (versions.get(key) ?? 0) + 1);
      return true;
    },
  };
  return memory;
}
