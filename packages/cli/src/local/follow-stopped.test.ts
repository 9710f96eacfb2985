import { sampleGivenUp } from "@reddit-crawler/picture-folder/testing/sample-records";
import { describe, expect, test } from "vitest";

import { crawlId, crawlSeenAs, recordOf, summaryAt } from "../testing/seen-crawl.ts";
import { followCrawl } from "./follow-crawl.ts";

/** A crawl that is stopped from its second poll on, with as many attempts under way at each poll from then on. */
function stopped(attempts: readonly number[], ...polls: Record<string, unknown>[]) {
  const crawl = crawlSeenAs(...polls);
  const left = [...attempts];
  let poll = 0;
  const said: string[] = [];
  const { pipeline, options } = crawl;
  pipeline.stopped.attemptsLeft = () => (poll++ === 0 ? undefined : (left.shift() ?? 0));
  pipeline.stopped.endListing = async () => void said.push("ended the listing");
  options.folder.keepCrawl = async () => void said.push("kept");
  return { ...crawl, said };
}

describe("following a crawl that a person stops", () => {
  test("ends at once where no attempt is under way, and says how many posts are open", async () => {
    const { options, ended } = stopped([], { ...summaryAt("listed"), ...recordOf("a") });
    expect(await followCrawl(crawlId, options)).toMatchObject({ kind: "stopped", open: 1 });
    expect(ended, "where it goes on stays kept").toEqual([]);
  });

  test("keeps what the attempts under way decide, and ends with the last of them", async () => {
    const listing = summaryAt("listing");
    const { options, kept } = stopped(
      [2, 1],
      listing,
      { ...listing, ...recordOf("a") },
      { ...listing, ...recordOf("a"), ...recordOf("b") },
    );
    expect((await followCrawl(crawlId, options)).kind).toBe("stopped");
    expect(kept).toEqual(["a", "b"]);
  });

  test("has finished where the last post is decided meanwhile", async () => {
    const { options, ended } = stopped(
      [1],
      { ...summaryAt("listed"), ...recordOf("a") },
      { ...summaryAt("listed"), ...recordOf("a"), ...recordOf("b") },
    );
    expect((await followCrawl(crawlId, options)).kind).toBe("decided");
    expect(ended).toHaveLength(1);
  });

  test("is no crawl that gave posts up, whatever other crawls have given up", async () => {
    const { options, pipeline, keptGivenUp } = stopped([], summaryAt("listed"));
    const dead = [sampleGivenUp("b", crawlId)];
    const depths = [{ waiting: 1, inFlight: 0, deadLettered: 5 }];
    pipeline.queueDepths = async () =>
      depths.shift() ?? { waiting: 0, inFlight: 0, deadLettered: 4 };
    pipeline.deadLetters = () => dead.splice(0);
    expect((await followCrawl(crawlId, options)).kind).toBe("stopped");
    expect(keptGivenUp, "what it had given up before stays kept").toEqual([["b"]]);
  });

  test("keeps all that it has before the loader is told to end", async () => {
    const { options, said } = stopped([], summaryAt("listing"));
    await followCrawl(crawlId, options);
    expect(said.slice(-2)).toEqual(["kept", "ended the listing"]);
  });

  test("keeps where it goes on, also when the command ends while the crawl is being stopped", async () => {
    const { options, said, ended } = stopped([1, 1, 1, 1], summaryAt("listing"));
    const ending = new Error("Ctrl-C");
    const { sleep } = options;
    let slept = 0;
    const sleepThenEnd = async (ms: number) => {
      if (++slept === 3) throw ending;
      await sleep(ms);
    };
    await expect(followCrawl(crawlId, { ...options, sleep: sleepThenEnd })).rejects.toBe(ending);
    expect(said.at(-1)).toBe("kept");
    expect(ended).toEqual([]);
  });
});
