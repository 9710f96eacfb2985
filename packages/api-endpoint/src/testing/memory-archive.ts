import type { CrawlArchive } from "../world.ts";

/** A bucket in memory, and how often each kind of request was made of it. */
export function memoryArchive() {
  const objects = new Map<string, string>();
  const calls = { read: 0, list: 0 };
  const faults: Error[] = [];
  const answer = () => {
    const fault = faults.shift();
    if (fault) throw fault;
  };
  const archive: CrawlArchive = {
    async read(key) {
      calls.read += 1;
      answer();
      return objects.get(key);
    },
    async list(prefix, after, limit) {
      calls.list += 1;
      answer();
      const keys = [...objects.keys()]
        .filter((key) => key.startsWith(prefix) && (after === undefined || key > after))
        .toSorted();
      return { keys: keys.slice(0, limit), more: keys.length > limit };
    },
    async keep(key, text) {
      answer();
      if (!objects.has(key)) objects.set(key, text);
    },
    linkTo: async (key) => `https://media.test/${key}?X-Amz-Signature=1`,
  };
  return {
    archive,
    calls,
    faults,
    objects,
    put: (key: string, value: object) => void objects.set(key, JSON.stringify(value)),
  };
}
