import { expect, test } from "vitest";

import { createKeyTree } from "./key-tree.ts";

const parts = ["a", "b", "aww", "1.json"];

/** Keys of one to three levels of `parts`, each with a number below a thousand that looks random. */
const keys = Array.from({ length: 1000 }, (_, index) => {
  const random = (index * 7919 + 104_729) % 6151;
  const depth = 1 + (random % 3);
  const levels = [random, random >> 2, random >> 4].slice(0, depth);
  return levels.map((level) => parts[level % parts.length]).join("/");
});

test("a tree of keys lists what a bucket of the same keys does", () => {
  const tree = createKeyTree<number>();
  const plain = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    if (index % 3 === 2) {
      tree.delete(key);
      plain.delete(key);
    } else {
      tree.set(key, index);
      plain.set(key, index);
    }
    const names = [...plain.keys()];
    expect(names.map((name) => tree.get(name))).toEqual([...plain.values()]);
    expect(new Set(tree.values())).toEqual(new Set(plain.values()));
    for (const prefix of ["", "a/", "a/b/", "aww/1.json/"]) {
      const rests = names.flatMap((name) =>
        name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
      );
      const [files, levels] = [false, true].map((deep) =>
        rests.filter((rest) => rest.includes("/") === deep),
      );
      expect(tree.keys(prefix).toSorted()).toEqual(files?.map((rest) => prefix + rest).toSorted());
      const next = new Set(levels?.map((rest) => `${prefix}${rest.split("/")[0]}/`));
      expect(tree.prefixes(prefix).toSorted()).toEqual([...next].toSorted());
    }
  }
});
