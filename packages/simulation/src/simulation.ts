import {
  crawlRequestSchema,
  crawlSummarySchema,
  downloadJobSchema,
  imgurPageIdKey,
  postRecordPrefix,
  postRecordSchema,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { CrawlQueue } from "./aws/crawl-queue.ts";
import { CrawlTopic } from "./aws/crawl-topic.ts";
import { LambdaFunction, type FunctionWatch } from "./aws/lambda-function.ts";
import { MediaBucket, type StoredObject } from "./aws/media-bucket.ts";
import { WorkerEndsQueue } from "./aws/worker-ends.ts";
import { PostQueue } from "./aws/post-queue.ts";
import { Caller } from "./caller.ts";
import type { Cloud } from "./cloud.ts";
import type { StageName } from "./deployment.ts";
import { deploymentOf } from "./drawn-deployment.ts";
import { isAttempt } from "./rules/attempts.ts";
import { importKey, importText, orderOf } from "./internet/crawl-order.ts";
import { answerPicture, filesOf, pictureAt } from "./internet/picture-hosts.ts";
import { openDoors } from "./internet/doors.ts";
import { drawScene, type Scene } from "./internet/scene.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { CrawlRules } from "./rules/crawls.ts";
import { CooldownRules } from "./rules/cooldowns.ts";
import { DoorRules } from "./rules/doors.ts";
import { expectedListing } from "./rules/expected-listing.ts";
import { PictureRules } from "./rules/pictures.ts";
import { PlaceRules } from "./rules/places.ts";
import { requireDecided } from "./rules/redriven.ts";
import { PostRules } from "./rules/posts.ts";
import { keysPerRequest, StatusRules } from "./rules/statuses.ts";
import { bootApiEndpoint } from "./stages/api-endpoint.ts";
import { bootArticleLoader } from "./stages/article-loader.ts";
import { bootBalancer } from "./stages/balancer.ts";
import { bootDownloadWorker } from "./stages/download-worker.ts";
import { World } from "./world.ts";

const dayMs = 24 * 3600 * 1000;

const boots = {
  "api-endpoint": bootApiEndpoint,
  "article-loader": bootArticleLoader,
  balancer: bootBalancer,
  "download-worker": bootDownloadWorker,
};

/** One run: the pipeline, its surroundings and its rules, from the first request until nothing is left to do. */
export function createSimulation(
  seed: number,
  options: { hasStory: boolean; mutation: Mutation | undefined; scene?: Scene },
) {
  const { mutation } = options;
  let quietTicks = 0;
  let isRedriven = false;
  let isOver = false;
  const world = new World(seed, options);
  const scene = options.scene ?? drawScene(new SeededRandom(seed, 4));
  const deployment = deploymentOf(scene, mutation);
  const titleOf = (postId: string) => scene.posts.find(({ id }) => id === postId)?.title ?? "";
  const keyOf = (key: string) => mutation?.keyOf?.(key, titleOf) ?? key;

  const posts = new PostRules(world, {
    pictureUnder: (key) => bucket.objects.get(keyOf(key))?.body,
    pictureAt: (url) => pictureAt(url, scene.files),
    filesOf: (url) => filesOf(url, scene.files),
    hasThrottled: (hostname) => cooldowns.haveBegun(hostname),
    isInQueue: ({ id }) => queue.messages.has(id),
    haveMet: (crawlId) => crawls.attempts.haveMet(crawlId),
    mostAttempts: deployment.posts.maxReceiveCount,
  });
  const pictures = new PictureRules(
    world,
    [...scene.files.byUrl.values()].flatMap((file) => (file.kind === "picture" ? [file.body] : [])),
  );
  const crawls = new CrawlRules(world, posts, {
    expected: (limit, note) => expectedListing(scene, limit, note),
    postIds: scene.posts.map(({ id }) => id),
    requests: () => crawlQueue.messages.live,
  });
  const placeRules = new PlaceRules(world);
  const workerEnds = new WorkerEndsQueue(world);
  const queue = new PostQueue(
    world,
    { ...deployment.posts, countsLagMs: scene.countsLagMs },
    posts,
  );
  const bucket = new MediaBucket(world, put);
  const statuses = new StatusRules(world, bucket.objects, keysPerRequest(scene));
  const topic = new CrawlTopic(world, {
    published: (message) => crawls.published(message),
    deliver: (message) => crawlQueue.send(message),
    deadLetter: (message) => crawls.givenUp(message),
  });
  const doors = openDoors(world, scene, new DoorRules(world, deployment.redditDelayMs));
  const crawlQueue = new CrawlQueue(
    world,
    deployment.crawls,
    {
      sent: (request) => crawls.published(request),
      deadLettered: (request) => crawls.givenUp(request),
    },
    { loader: () => functions.loader, receiveCountOf: mutation?.receiveCountOf },
  );
  const cooldowns = new CooldownRules(world);
  const start = (stage: StageName, watch?: FunctionWatch) =>
    new LambdaFunction(
      stage,
      world,
      deployment.functions[stage],
      (process) => boots[stage](process, cloud),
      watch,
    );
  const worker = start("download-worker", {
    started: (event) => posts.workerStarted(downloadJobSchema.parse(event)),
    stopped: () => posts.progress.stopped(),
    ended: (event, end) => posts.workerEnded(downloadJobSchema.parse(event), isAttempt(end)),
    settled: (event, end) => {
      if (mutation?.isReported?.(end) ?? true) workerEnds.report(event);
    },
    throttled: () => placeRules.throttled(),
    givenUp: (_event, why) => why === "too old" && placeRules.tooOld(),
  });
  const cloud: Cloud = {
    deployment,
    queue,
    workerEnds,
    bucket,
    topic,
    crawlQueue,
    finishedTopic: {
      publish: (message) => {
        crawls.announced(message);
        return `sns-${world.nextId()}`;
      },
    },
    worker,
    isWorkerRefused: () => {
      const elapsedMs = world.timeline.nowMs - world.timeline.startMs;
      return scene.refusal.fromMs <= elapsedMs && elapsedMs < scene.refusal.toMs;
    },
    posts,
    doors,
    pictures: ({ url }) => cooldowns.asked(url, answerPicture(url, scene.files, world)),
    keysPerRequest: keysPerRequest(scene),
    mutation,
    s3Changes: { keyOf },
  };
  const functions = {
    api: start("api-endpoint"),
    loader: start("article-loader", crawls.attempts.watch()),
    balancer: start("balancer"),
    worker,
  };
  const caller = new Caller(world, functions.api, (id) => crawls.accepted(id));

  /** Runs until everything is decided or dead-lettered, or a rule is broken. */
  async function run(): Promise<void> {
    const { timeline, faults } = world;
    if (scene.way.source === "file")
      bucket.upload(importKey, importText(scene.posts, timeline.nowMs), "a person");
    for (const { atMs, limit } of scene.crawls) caller.askAfter(atMs, orderOf(scene, limit));
    timeline.after(scene.faultsEndAfterMs, () => faults.stop());
    tickIn(world.random.between(0, deployment.tickMs));
    const goesOn = () => !isOver && !world.violation;
    while (goesOn() && (await timeline.step())) {
      posts.check();
      await statuses.check();
      if (timeline.nowMs - timeline.startMs > dayMs)
        world.violate("a run ends within a day", `${queue.live.length} posts wait`);
    }
    if (world.violation) return;
    crawls.requireEnds();
    await statuses.requireWhole(crawls.overIds);
    if (isRedriven) requireDecided(world, posts, scene.files);
  }

  function tickIn(ms: number): void {
    const { timeline, faults, random } = world;
    timeline.after(ms, () => {
      quietTicks = isQuiet() ? quietTicks + 1 : 0;
      // Twice: a request that a dead process had sent may still be on its way the first time.
      if (quietTicks >= 2) atRest();
      if (isOver) return;
      if (!faults.strikes("tick missed")) functions.balancer.accept({});
      if (faults.strikes("tick doubled")) functions.balancer.accept({});
      tickIn(deployment.tickMs + random.between(-500, 500));
    });
  }

  function isQuiet(): boolean {
    return (
      caller.waiting === 0 &&
      topic.pending === 0 &&
      crawlQueue.isQuiet &&
      worker.pending.size === 0 &&
      queue.live.length === 0
    );
  }

  function atRest(): void {
    if (queue.dead.length === 0 || isRedriven || !scene.redrivesDeadLetters) {
      isOver = true;
      return;
    }
    world.log("operator", () => `redrives ${queue.dead.length} messages`);
    world.faults.stop();
    queue.redrive();
    isRedriven = true;
    quietTicks = 0;
  }

  function put(
    key: string,
    { body }: StoredObject,
    former: StoredObject | undefined,
    by: string,
  ): void {
    const [top = "", owner = "", kind = "", file = ""] = key.split("/");
    statuses.put(key, owner);
    const read = <Schema extends z.core.$ZodType>(schema: Schema) =>
      z.parse(schema, JSON.parse(body.toString("utf8")));
    if (top === "media" && owner !== "_by-sha256" && file !== "post.json")
      pictures.put(key, body, former?.body);
    else if (top === "hosts" && key !== imgurPageIdKey)
      cooldowns.kept(owner.replace(/\.json$/, ""));
    else if (top === "media" && file === "post.json") posts.progress.put(read(postRecordSchema));
    else if (top === "crawls" && kind === "crawl.json") crawls.summarized(read(crawlSummarySchema));
    else if (top === "crawls" && kind === "continuation.json")
      crawls.placeKept(read(crawlRequestSchema));
    else if (top === "crawls" && kind === "posts") {
      // Whatever counts its key says.
      for (const { id } of scene.posts)
        if (key.startsWith(`${keyOf(`${postRecordPrefix(owner)}${id}`)}.`)) {
          posts.recorded(owner, id, read(postRecordSchema));
          if (by.startsWith("download-worker")) posts.progress.decided(id);
        }
    }
  }

  return { world, queue, posts, pictures, crawls, places: placeRules, bucket, run };
}
