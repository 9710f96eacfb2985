import { createPace } from "@reddit-crawler/download-worker/hosts/pace";

import type { Mutation } from "./mutation.ts";

/** Each breaks how pictures are asked for or stored. */
export const pictureMutations: readonly Mutation[] = [
  {
    name: "no-if-none-match",
    what: "Pictures are put whether or not their keys are taken.",
    breaks: ["a picture is stored once"],
    workerS3: { ignoresConditions: (key) => !key.endsWith(".json") },
  },
  {
    name: "rest-kept-to-itself",
    what: "A worker that a host asks to wait shares that with no other worker.",
    breaks: ["a host in cooldown is not asked"],
    worker: (world) => ({
      ...world,
      atPace: createPace({
        ...world,
        cooldowns: { find: async () => undefined, keep: async () => {}, end: async () => {} },
      }),
    }),
  },
  {
    name: "stores-half-pictures",
    what: "The last part of a picture is not stored.",
    breaks: ["a picture is whole"],
    worker: (world) => ({
      ...world,
      store: {
        ...world.store,
        open(picture, signal) {
          const upload = world.store.open(picture, signal);
          let isFirst = true;
          return {
            ...upload,
            write: async (chunk) => {
              if (isFirst) await upload.write(chunk);
              isFirst = false;
            },
          };
        },
      },
    }),
  },
  {
    name: "own-claim-is-a-duplicate",
    what: "A picture that was claimed first is called a duplicate of what the claim names, itself.",
    breaks: ["a record is true"],
    worker: (world) => ({
      ...world,
      records: {
        ...world.records,
        putOfCrawl: (record) =>
          world.records.putOfCrawl({
            ...record,
            links: record.links.map((link) =>
              link.key === undefined ? link : { duplicateOf: link.key, ...link },
            ),
          }),
      },
    }),
  },
  {
    name: "copy-without-check",
    what: "A picture that is under a copy's key already counts as the copy.",
    breaks: ["a record is true"],
    worker: (world) => ({
      ...world,
      knownPictures: {
        ...world.knownPictures,
        copy: async (fromKey, picture, signal) => {
          const copied = await world.knownPictures.copy(fromKey, picture, signal);
          return typeof copied === "object" ? { ...copied, sha256: picture.sha256 } : copied;
        },
      },
    }),
  },
];
