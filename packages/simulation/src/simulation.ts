import {
  crawlSummarySchema,
  downloadJobSchema,
  postRecordSchema,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { CrawlTopic } from "./aws/crawl-topic.ts";
import { LambdaFunction, type FunctionWatch, type InvocationEnd } from "./aws/lambda-function.ts";
import { MediaBucket, type StoredObject } from "./aws/media-bucket.ts";
import { PostQueue } from "./aws/post-queue.ts";
import { Caller } from "./caller.ts";
import type { Cloud } from "./cloud.ts";
import { readDeployment, type Deployment, type StageName } from "./deployment.ts";
import { answerPicture, filesOf, pictureAt } from "./internet/picture-hosts.ts";
import { Reddit } from "./internet/reddit.ts";
import { drawScene, type Scene } from "./internet/scene.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { CrawlRules } from "./rules/crawls.ts";
import { CooldownRules } from "./rules/cooldowns.ts";
import { PictureRules } from "./rules/pictures.ts";
import { PostRules } from "./rules/posts.ts";
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
export class Simulation {
  readonly world: World;
  readonly scene: Scene;
  readonly queue: PostQueue;
  readonly posts: PostRules;
  readonly pictures: PictureRules;
  readonly crawls: CrawlRules;
  readonly #cooldowns: CooldownRules;
  readonly #bucket: MediaBucket;
  readonly #topic: CrawlTopic;
  readonly #functions: Record<"api" | "loader" | "balancer" | "worker", LambdaFunction>;
  readonly #caller: Caller;
  readonly #deployment: Deployment;
  readonly #keyOf: (key: string) => string;
  #quietTicks = 0;
  #isRedriven = false;
  #isOver = false;

  constructor(seed: number, options: { hasStory: boolean; mutation: Mutation | undefined }) {
    const { mutation } = options;
    const world = new World(seed, options);
    const scene = drawScene(new SeededRandom(seed, 4));
    const deployment = deploymentOf(scene, mutation);
    const titleOf = (postId: string) => scene.posts.find(({ id }) => id === postId)?.title ?? "";
    this.#keyOf = (key) => mutation?.keyOf?.(key, titleOf) ?? key;
    this.world = world;
    this.scene = scene;
    this.#deployment = deployment;

    this.posts = new PostRules(world, {
      pictureUnder: (key) => this.#bucket.objects.get(this.#keyOf(key))?.body,
      pictureAt: (url) => pictureAt(url, scene.files),
      filesOf: (url) => filesOf(url, scene.files),
      isInQueue: ({ id }) => this.queue.messages.has(id),
    });
    this.pictures = new PictureRules(
      world,
      [...scene.files.byUrl.values()].flatMap((file) =>
        file.kind === "picture" ? [file.body] : [],
      ),
    );
    this.crawls = new CrawlRules(world, this.posts, {
      listed: (limit) => scene.posts.slice(0, limit).map(({ id }) => id),
      redditDelayMs: deployment.redditDelayMs,
      mostAttempts: deployment.functions["article-loader"].retries + 1,
    });
    this.queue = new PostQueue(world, deployment, this.posts);
    this.#bucket = new MediaBucket(world, (...put) => this.#put(...put));
    this.#topic = new CrawlTopic(world, {
      published: (message) => this.crawls.published(message),
      deliver: (Message, MessageId) =>
        this.#functions.loader.accept({ Records: [{ Sns: { Message, MessageId } }] }),
      deadLetter: (message) => this.crawls.givenUp(message),
    });
    const reddit = new Reddit(world, scene, (nowMs, by) => this.crawls.askedReddit(nowMs, by));
    this.#cooldowns = new CooldownRules(world);
    const start = (stage: StageName, watch?: FunctionWatch) =>
      new LambdaFunction(
        stage,
        world,
        deployment.functions[stage],
        (process) => boots[stage](process, cloud),
        watch,
      );
    const worker = start("download-worker", {
      started: (event) => this.posts.workerStarted(downloadJobSchema.parse(event)),
      stopped: () => this.posts.progress.stopped(),
      ended: (event, end) => this.posts.workerEnded(downloadJobSchema.parse(event), isAttempt(end)),
    });
    const cloud: Cloud = {
      deployment,
      queue: this.queue,
      bucket: this.#bucket,
      topic: this.#topic,
      finishedTopic: {
        publish: (message) => {
          this.crawls.announced(message);
          return `sns-${world.nextId()}`;
        },
      },
      worker,
      isWorkerRefused: () => {
        const elapsedMs = world.timeline.nowMs - world.timeline.startMs;
        return scene.refusal.fromMs <= elapsedMs && elapsedMs < scene.refusal.toMs;
      },
      posts: this.posts,
      reddit: (request, by) => reddit.answer(request, by),
      pictures: ({ url }) => this.#cooldowns.asked(url, answerPicture(url, scene.files, world)),
      mutation,
      s3Changes: { keyOf: this.#keyOf },
    };
    const givenUp = (message: string) => this.crawls.givenUp(message);
    this.#functions = {
      api: start("api-endpoint"),
      loader: start("article-loader", this.crawls.attempts.watch(givenUp)),
      balancer: start("balancer"),
      worker,
    };
    this.#caller = new Caller(world, this.#functions.api, (id) => this.crawls.accepted(id));
  }

  /** Runs until everything is decided or dead-lettered, or a rule is broken. */
  async run(): Promise<void> {
    const { timeline, faults } = this.world;
    for (const { atMs, limit } of this.scene.crawls) this.#caller.askAfter(atMs, limit);
    timeline.after(this.scene.faultsEndAfterMs, () => faults.stop());
    this.#tickIn(this.world.random.between(0, this.#deployment.tickMs));
    while (!this.#isOver && !this.world.violation && (await timeline.step())) {
      this.posts.check();
      if (timeline.nowMs - timeline.startMs > dayMs)
        this.world.violate("a run ends within a day", `${this.queue.live.length} posts wait`);
    }
    if (this.world.violation) return;
    this.crawls.requireEnds();
    if (this.#isRedriven) this.#requireDecided();
  }

  #tickIn(ms: number): void {
    const { timeline, faults, random } = this.world;
    timeline.after(ms, () => {
      if (this.#isQuiet()) this.#quietTicks += 1;
      else this.#quietTicks = 0;
      // Twice: a request that a dead process had sent may still be on its way the first time.
      if (this.#quietTicks >= 2) this.#atRest();
      if (this.#isOver) return;
      const { balancer } = this.#functions;
      if (!faults.strikes("tick missed")) balancer.accept({});
      if (faults.strikes("tick doubled")) balancer.accept({});
      this.#tickIn(this.#deployment.tickMs + random.between(-500, 500));
    });
  }

  #isQuiet(): boolean {
    const { loader, worker } = this.#functions;
    return (
      this.#caller.waiting === 0 &&
      this.#topic.pending === 0 &&
      loader.pending.size === 0 &&
      worker.pending.size === 0 &&
      this.queue.live.length === 0
    );
  }

  #atRest(): void {
    const { world, queue } = this;
    if (queue.dead.length === 0 || this.#isRedriven || !this.scene.redrivesDeadLetters) {
      this.#isOver = true;
      return;
    }
    world.log("operator", () => `redrives ${queue.dead.length} messages`);
    world.faults.stop();
    queue.redrive();
    this.#isRedriven = true;
    this.#quietTicks = 0;
  }

  /** Without faults a redriven post is decided, unless its host never answers. */
  #requireDecided(): void {
    for (const key of this.posts.undecided) {
      const links = this.posts.messageOf(key)?.links ?? [];
      const isSick = links.some(({ candidates }) =>
        candidates.some(({ url }) => this.scene.files.byUrl.get(url)?.kind === "sick"),
      );
      if (!isSick) this.world.violate("what is redriven is decided", `${key} is not`);
    }
  }

  #put(key: string, { body }: StoredObject, former: StoredObject | undefined, by: string): void {
    const [top = "", owner = "", kind = "", file = ""] = key.split("/");
    const read = <Schema extends z.core.$ZodType>(schema: Schema) =>
      z.parse(schema, JSON.parse(body.toString("utf8")));
    if (top === "media" && owner !== "_by-sha256" && file !== "post.json")
      this.pictures.put(key, body, former?.body);
    else if (top === "hosts") this.#cooldowns.kept(owner.replace(/\.json$/, ""));
    else if (top === "media" && file === "post.json")
      this.posts.progress.put(read(postRecordSchema));
    else if (top === "crawls" && kind === "crawl.json")
      this.crawls.summarized(read(crawlSummarySchema));
    else if (top === "crawls" && kind === "posts")
      for (const { id } of this.scene.posts)
        if (this.#keyOf(`crawls/${owner}/posts/${id}.json`) === key) {
          this.posts.recorded(owner, id, read(postRecordSchema));
          if (by.startsWith("download-worker")) this.posts.progress.decided(id);
        }
  }
}

const deployments = new Map<string, Deployment>();

function deploymentOf(scene: Scene, mutation: Mutation | undefined): Deployment {
  const chosen = {
    MaxConcurrentDownloads: scene.maxConcurrentDownloads,
    ReserveConcurrency: scene.reserveConcurrency,
  };
  const name = JSON.stringify(chosen);
  const deployment = deployments.get(name) ?? readDeployment(chosen);
  deployments.set(name, deployment);
  if (!mutation?.deployment) return deployment;
  const changed = structuredClone(deployment);
  mutation.deployment(changed);
  return changed;
}

/** A worker that came too late for its message made no attempt. */
function isAttempt(end: InvocationEnd): boolean {
  return !("answer" in end) || Object(end.answer).end !== "too-late";
}
