import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { QueueDepths } from "@reddit-crawler/gallery/contract/gallery-event";
import type { BucketObjects } from "@reddit-crawler/local-stack/emulator/bucket-objects";
import type { RunningStack } from "@reddit-crawler/local-stack/start-stack";
import type { CrawlRequest, PostMessage } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";

import type { deadPosts } from "../dead-posts.ts";
import { postsOf, type waitingPosts, type WaitingPost } from "../waiting-posts.ts";
import { output } from "./stack-output.ts";
import { stoppedCrawls, type StoppedCrawls } from "./stopped-crawls.ts";

/** What the commands read of the queues, and send to them. What is of a stopped crawl is in none of them. */
export interface LocalQueues {
  /** The depths of the post queue and its dead-letter queue, for the posts of all crawls. */
  queueDepths: () => Promise<QueueDepths>;
  /** Every post of the dead-letter queue, with why it was given up. */
  deadLetters: () => GivenUpPost[];
  /** Every post that is attempted again later, with when and why. */
  waitingPosts: () => WaitingPost[];
  /** Every post that lies in the post queue, whatever its state. */
  queuedPosts: () => PostMessage[];
  /**
   * The messages of a crawl's posts in the post queue and its dead-letter queue, whatever their state; of a stopped one
   * those that were taken out of them.
   */
  queuedTexts: (crawlId: string) => string[];
  /** Sends a crawl request to the crawl queue, as the article-loader does to go on. */
  sendCrawl: (request: CrawlRequest) => Promise<void>;
  /** Sends posts to the post queue, as the article-loader does. */
  sendPosts: (messages: readonly PostMessage[]) => Promise<void>;
  /** Redrives every post of the dead-letter queue, with all its attempts. */
  retryDeadLetters: () => Promise<void>;
  /** Crawls that a person has stopped. */
  stopped: StoppedCrawls;
}

/** The queues of `stack`, explained by what the stages logged. */
export function localQueues(
  stack: RunningStack,
  bucket: BucketObjects,
  logged: { dead: ReturnType<typeof deadPosts>; waiting: ReturnType<typeof waitingPosts> },
): LocalQueues {
  const posts = output(stack, "PostQueueUrl");
  const deadLetters = output(stack, "PostDeadLetterQueueUrl");
  // Read in this process, since it is polled again and again while a crawl runs.
  const depthOf = (url: string) => {
    const depth = Object.values(stack.queues()).find((queue) => queue.url === url);
    if (!depth) throw new CommandError(`infra/template.yaml has no queue ${url}.`);
    return depth;
  };
  const { endpointUrl: endpoint, region, credentials } = stack;
  const queueAt = (url: string) => ({ url, client: { endpoint, region, credentials } });
  const stopped = stoppedCrawls(stack, bucket, {
    posts: [posts, deadLetters],
    crawls: [crawlQueueUrl(stack)],
  });
  return {
    queueDepths: async () => {
      const { visible, delayed, inFlight } = depthOf(posts);
      const dead = depthOf(deadLetters);
      // A post between two attempts is delayed.
      return { waiting: visible + delayed, inFlight, deadLettered: dead.visible + dead.inFlight };
    },
    deadLetters: () => logged.dead.of(stack.messages(deadLetters)),
    waitingPosts: () => logged.waiting.of(stack.messages(posts), Date.now()),
    queuedPosts: () => postsOf(stack.messages(posts)),
    queuedTexts: (crawlId) =>
      stopped.texts(crawlId) ??
      [deadLetters, posts]
        .flatMap((url) => stack.messages(url))
        .flatMap(({ body }) => (body.includes(`"${crawlId}"`) ? [body] : [])),
    sendCrawl: async (request) => {
      const { sendText } = await import("../send-posts.ts");
      await sendText(queueAt(crawlQueueUrl(stack)), JSON.stringify(request));
    },
    // Loaded on demand: the SDK takes a fifth of a command's start, and few crawls give posts up.
    retryDeadLetters: async () => {
      const { redriveDeadLetters } = await import("../dead-letters.ts");
      await redriveDeadLetters(queueAt(deadLetters), posts);
    },
    sendPosts: async (messages) => {
      const { sendPosts } = await import("../send-posts.ts");
      await sendPosts(queueAt(posts), messages);
    },
    stopped,
  };
}

/** The queue that the loader reads, which the template names in no output. */
function crawlQueueUrl(stack: RunningStack): string {
  const url = stack.queues()["CrawlQueue"]?.url;
  if (url === undefined)
    throw new CommandError("infra/template.yaml has no CrawlQueue, which the commands read.");
  return url;
}
