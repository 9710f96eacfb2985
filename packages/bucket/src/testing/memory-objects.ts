import type { JsonObjects } from "../json-objects.ts";

/** Objects in memory, and how often each kind of request was made. */
export interface MemoryObjects extends JsonObjects {
  readonly objects: Map<string, string>;
  readonly calls: { read: number; write: number; list: number };
  /** Called before each write: what another writer does just then. */
  beforeWrite: (key: string) => void;
}

/** Objects that answer in the next turn of the event loop, so that callers overlap as they do over a network. */
export function memoryObjects(): MemoryObjects {
  const objects = new Map<string, string>();
  const versions = new Map<string, number>();
  const calls = { read: 0, write: 0, list: 0 };
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const versionOf = (key: string) =>
    objects.has(key) ? String(versions.get(key) ?? 0) : undefined;

  /** Writes if `allows` says so of the version that is there when the write arrives. */
  async function write(key: string, text: string, allows: (version?: string) => boolean) {
    calls.write += 1;
    await turn();
    memory.beforeWrite(key);
    if (!allows(versionOf(key))) return false;
    objects.set(key, text);
    versions.set(key, (versions.get(key) ?? 0) + 1);
    return true;
  }

  const memory: MemoryObjects = {
    objects,
    calls,
    beforeWrite: () => {},
    async read(key) {
      calls.read += 1;
      await turn();
      const text = objects.get(key);
      return text === undefined ? undefined : { text, version: versionOf(key) ?? "" };
    },
    async list(prefix) {
      calls.list += 1;
      await turn();
      return [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    },
    async listSome(prefix, after, most) {
      const keys = (await memory.list(prefix)).filter((key) => key > after);
      return { keys: keys.slice(0, most), more: keys.length > most };
    },
    put: async (key, text) => void (await write(key, text, () => true)),
    putOnce: (key, text) => write(key, text, (there) => there === undefined),
    replace: (key, text, version) => write(key, text, (there) => there === version),
  };
  return memory;
}
