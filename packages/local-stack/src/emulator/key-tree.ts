/** Values by key, whose slashes make levels, as a bucket is listed with the delimiter `/`. */
export interface KeyTree<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** The keys right below `prefix`, which is empty or ends in a slash, as they were first set. */
  keys(prefix: string): string[];
  /** The next level of prefixes below `prefix`, each with its slash. */
  prefixes(prefix: string): string[];
  values(): Value[];
}

interface Level<Value> {
  values: Map<string, Value>;
  levels: Map<string, Level<Value>>;
}

/** An empty one. Listing a level costs what the level holds, whatever else there is. */
export function createKeyTree<Value>(): KeyTree<Value> {
  const newLevel = (): Level<Value> => ({ values: new Map(), levels: new Map() });
  const root = newLevel();

  const find = (prefix: string): Level<Value> | undefined => {
    let level: Level<Value> | undefined = root;
    for (const name of partsOf(prefix)) level = level?.levels.get(name);
    return level;
  };
  /** Takes `key` away, and the levels that hold nothing any more. */
  const remove = (level: Level<Value>, [part = "", ...below]: readonly string[]): void => {
    if (below.length === 0) return void level.values.delete(part);
    const next = level.levels.get(part);
    if (!next) return;
    remove(next, below);
    if (next.values.size + next.levels.size === 0) level.levels.delete(part);
  };
  const valuesOf = ({ values, levels }: Level<Value>): Value[] => [
    ...values.values(),
    ...[...levels.values()].flatMap(valuesOf),
  ];

  return {
    get: (key) => {
      const [folder, name] = splitKey(key);
      return find(folder)?.values.get(name);
    },
    set: (key, value) => {
      const [folder, name] = splitKey(key);
      let level = root;
      for (const part of partsOf(folder)) {
        const next: Level<Value> = level.levels.get(part) ?? newLevel();
        level.levels.set(part, next);
        level = next;
      }
      level.values.set(name, value);
    },
    delete: (key) => remove(root, key.split("/")),
    keys: (prefix) => [...(find(prefix)?.values.keys() ?? [])].map((name) => prefix + name),
    prefixes: (prefix) =>
      [...(find(prefix)?.levels.keys() ?? [])].map((name) => `${prefix}${name}/`),
    values: () => valuesOf(root),
  };
}

/** The levels of a prefix. */
function partsOf(prefix: string): string[] {
  return prefix === "" ? [] : prefix.slice(0, -1).split("/");
}

function splitKey(key: string): [folder: string, name: string] {
  const end = key.lastIndexOf("/") + 1;
  return [key.slice(0, end), key.slice(end)];
}
